import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import type { Connect, Socket } from '#vault/ports.ts';

/** The other end of one socket, as the contract drives it. */
export type Peer = { readonly received: Bytes[]; isClosed: boolean; readonly socket: Socket };

/** A relay that answers nothing by itself. */
export type TransportSite = {
  readonly connect: Connect;
  readonly url: string;
  /** An address where nobody answers. */
  readonly deadUrl: string;
  /** The peers that came, in order. */
  readonly peers: readonly Peer[];
  dispose(): Promise<void>;
};

/** What every `Connect` does, whatever carries its frames. */
export function transportContract(name: string, open: () => Promise<TransportSite>): void {
  describe(`${name} keeps the contract of Connect`, () => {
    let site: TransportSite;
    let events: (string | Bytes)[];
    const connect = (url = site.url): Socket => {
      const own = events;
      return site.connect(url, {
        opened: () => own.push('opened'),
        received: (frame) => own.push(frame),
        closed: () => own.push('closed'),
      });
    };
    const until = (isSo: () => boolean): Promise<void> =>
      expect.poll(isSo, { interval: 5, timeout: 10_000 }).toBe(true);
    const peer = async (): Promise<Peer> => {
      await until(() => site.peers.length > 0);
      return site.peers[0] as Peer;
    };

    beforeEach(async () => {
      site = await open();
      events = [];
    });
    afterEach(() => site.dispose());

    it('says that it opened, later and once', async () => {
      connect();
      expect(events).toEqual([]);
      await until(() => events.length > 0);
      expect(events).toEqual(['opened']);
    });

    it('carries frames both ways, whole and in order', async () => {
      const socket = connect();
      await until(() => events.length > 0);
      const other = await peer();
      const frames = [1, 0, 70_000].map((length) => new Uint8Array(length).fill(length % 251));
      for (const frame of frames) socket.send(frame);
      for (const frame of frames) other.socket.send(frame);
      await until(() => events.length === 4 && other.received.length === 3);
      expect(events.slice(1)).toEqual(frames);
      expect(other.received).toEqual(frames);
    });

    it('keeps the frames sent before it opened, as they were then', async () => {
      const socket = connect();
      const frame = Uint8Array.of(1);
      socket.send(frame);
      frame[0] = 9;
      socket.send(Uint8Array.of(2));
      const other = await peer();
      await until(() => other.received.length === 2);
      expect(other.received).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
    });

    it('delivers what was sent before it was closed here, and says closed once, later', async () => {
      const socket = connect();
      await until(() => events.length > 0);
      const other = await peer();
      socket.send(Uint8Array.of(1));
      socket.close();
      socket.close();
      expect(events).toEqual(['opened']);
      await until(() => other.isClosed);
      expect(other.received).toEqual([Uint8Array.of(1)]);
      expect(events).toEqual(['opened', 'closed']);
    });

    it('delivers what the peer sent before it closed, and nothing afterwards', async () => {
      const socket = connect();
      await until(() => events.length > 0);
      const other = await peer();
      other.socket.send(Uint8Array.of(1));
      other.socket.close();
      await until(() => events.includes('closed'));
      expect(events).toEqual(['opened', Uint8Array.of(1), 'closed']);
      socket.send(Uint8Array.of(2));
      socket.close();
      await settle();
      expect(events).toHaveLength(3);
      expect(other.received).toEqual([]);
    });

    it('receives nothing more once it was closed here', async () => {
      const socket = connect();
      await until(() => events.length > 0);
      const other = await peer();
      other.socket.send(Uint8Array.of(1));
      socket.close();
      await until(() => other.isClosed);
      expect(events).toEqual(['opened', 'closed']);
    });

    it('says closed without opened when it is closed before', async () => {
      const socket = connect();
      socket.close();
      socket.send(Uint8Array.of(1));
      expect(events).toEqual([]);
      await until(() => events.length > 0);
      await settle();
      expect(events).toEqual(['closed']);
    });

    it('says closed without opened when nobody answers', async () => {
      connect(site.deadUrl);
      await until(() => events.length > 0);
      expect(events).toEqual(['closed']);
    });

    it('keeps sockets apart', async () => {
      const first = connect();
      await peer();
      connect();
      await until(() => site.peers.length === 2);
      first.send(Uint8Array.of(1));
      await until(() => site.peers[0]?.received.length === 1);
      expect(site.peers[1]?.received).toEqual([]);
    });
  });
}

/** Long enough for anything that was already on its way in this process. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
