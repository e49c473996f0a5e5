import { describe, expect, it } from 'vitest';
import {
  createWebSocketConnect,
  MAX_WAITING_BYTES,
  type WebSocketClass,
} from '#adapters/websocket-transport.ts';
import { limits } from '#protocol/limits.ts';

/** A browser's socket whose network is the test. */
class TestSocket extends EventTarget {
  static last: TestSocket;
  binaryType = 'blob';
  readyState = 0;
  bufferedAmount = 0;
  isClosed = false;
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    super();
    TestSocket.last = this;
  }
  send(frame: Uint8Array): void {
    this.sent.push(frame);
    this.bufferedAmount += frame.length;
  }
  close(): void {
    this.isClosed = true;
  }
}

function connect(): {
  socket: ReturnType<ReturnType<typeof createWebSocketConnect>>;
  seen: unknown[];
} {
  const seen: unknown[] = [];
  const socket = createWebSocketConnect(TestSocket as unknown as WebSocketClass)('wss://x', {
    opened: () => seen.push('opened'),
    received: (frame) => seen.push(frame),
    closed: () => seen.push('closed'),
  });
  return { socket, seen };
}

function open(): void {
  TestSocket.last.readyState = 1;
  TestSocket.last.onopen?.();
}

describe('the socket to the relay', () => {
  it('asks for array buffers', () => {
    connect();
    expect(TestSocket.last.binaryType).toBe('arraybuffer');
  });

  it.each([
    ['a text frame', 'text'],
    ['a frame beyond the bound', new ArrayBuffer(limits.frameBytes + 1)],
  ])('breaks on %s', async (_, data) => {
    const { seen } = connect();
    open();
    TestSocket.last.onmessage?.({ data });
    await Promise.resolve();
    TestSocket.last.onmessage?.({ data: new ArrayBuffer(1) });
    expect(TestSocket.last.isClosed).toBe(true);
    expect(seen).toEqual(['opened', 'closed']);
  });

  it('takes a frame of exactly the bound', () => {
    const { seen } = connect();
    open();
    TestSocket.last.onmessage?.({ data: new ArrayBuffer(limits.frameBytes) });
    expect(seen).toEqual(['opened', new Uint8Array(limits.frameBytes)]);
  });

  it.each(['before it opened', 'once it is open'])(
    'gives up a peer that takes nothing, %s, instead of buffering without end',
    async (moment) => {
      const { socket, seen } = connect();
      if (moment === 'once it is open') open();
      const before = seen.length;
      const frame = new Uint8Array(limits.frameBytes);
      for (let bytes = 0; bytes < MAX_WAITING_BYTES; bytes += frame.length) socket.send(frame);
      expect(TestSocket.last.isClosed).toBe(false);
      socket.send(Uint8Array.of(1));
      await Promise.resolve();
      expect(TestSocket.last.isClosed).toBe(true);
      expect(seen.slice(before)).toEqual(['closed']);
      const sent = TestSocket.last.sent.length;
      socket.send(frame);
      expect(TestSocket.last.sent).toHaveLength(sent);
    },
  );
});
