import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as ws from 'ws';
import { OutgoingFrames } from '#relay/socket/outgoing-frames.ts';

/** ws's own reader of frames, which its types leave out. */
type FrameReceiver = NodeJS.WritableStream & {
  once(event: 'message', read: (data: Buffer) => void): unknown;
  on(event: 'message', read: (data: Buffer) => void): unknown;
};
const { Receiver } = ws as unknown as {
  Receiver: new (options: { binaryType: 'nodebuffer'; isServer: boolean }) => FrameReceiver;
};

describe('frames on their way to a client', () => {
  let server: Server;
  let near: Socket;
  let far: Socket;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    near = connect((server.address() as AddressInfo).port, 'localhost');
    far = await accepted;
  });
  afterEach(() => {
    near.destroy();
    far.destroy();
    server.close();
  });

  test.each([[0], [1], [125], [126], [65_535], [65_536], [700_000]])(
    'one of %i bytes is read by ws as it was',
    async (length) => {
      const receiver = new Receiver({ binaryType: 'nodebuffer', isServer: false });
      const read = new Promise<Buffer>((resolve) => receiver.once('message', resolve));
      far.pipe(receiver);
      const frame = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
      new OutgoingFrames(near, () => undefined).push(frame);
      expect(Buffer.compare(await read, frame)).toBe(0);
    },
  );

  test('those of one turn arrive in order, and count while they wait', async () => {
    const receiver = new Receiver({ binaryType: 'nodebuffer', isServer: false });
    const read: number[] = [];
    receiver.on('message', (data: Buffer) => read.push(data.readUInt16BE(0)));
    far.pipe(receiver);
    const outgoing = new OutgoingFrames(near, () => undefined);
    for (let n = 0; n < 500; n++) outgoing.push(Uint8Array.of(n >> 8, n & 0xff));
    expect(outgoing.waitingBytes).toBe(500 * 4);
    await expect.poll(() => read.length).toBe(500);
    expect(read).toEqual(Array.from({ length: 500 }, (_, n) => n));
    expect(outgoing.waitingBytes).toBe(0);
  });

  test('it is told that the client has read all, large or small, at once or later', async () => {
    let drained = 0;
    const outgoing = new OutgoingFrames(near, () => {
      drained += 1;
    });
    outgoing.push(Uint8Array.of(1));
    far.resume();
    await expect.poll(() => drained, { timeout: 30_000 }).toBe(1);
    far.pause();
    outgoing.push(new Uint8Array(20_000_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(drained).toBe(1);
    far.resume();
    await expect.poll(() => drained, { timeout: 30_000 }).toBe(2);
    expect(outgoing.waitingBytes).toBe(0);
  });

  test('nothing is written to a client that is gone', async () => {
    const outgoing = new OutgoingFrames(near, () => undefined);
    near.destroy();
    outgoing.push(Uint8Array.of(1));
    outgoing.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect(near.writableLength).toBe(0);
  });
});
