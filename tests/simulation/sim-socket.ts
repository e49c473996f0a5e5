import { EventEmitter } from 'node:events';
import type { Socket as NodeSocket } from 'node:net';
import type { WebSocket } from 'ws';
import { concat, type Bytes } from '#base/bytes.ts';
import { Connection } from '#relay/socket/connection.ts';
import type { SocketDeps } from '#relay/socket/socket-deps.ts';
import type { RelayEnd } from '#adapters/memory-transport.ts';
import type { Socket } from '#vault/ports.ts';

/**
 * The relay's end of a simulated line: the relay's real connection, between two objects that
 * stand for ws and for the system's socket. Frames come out of the bytes that the relay writes.
 */
export function acceptInto(deps: SocketDeps, origin: string, client: Socket): SimRelayEnd {
  const webSocket = new SimWebSocket(client);
  const wire = new SimWire((frame) => {
    client.send(frame);
  });
  const connection = new Connection(
    deps,
    webSocket as unknown as WebSocket,
    wire as unknown as NodeSocket,
    origin,
    '127.0.0.1',
  );
  let isOver = false;
  return {
    received: (frame) => {
      webSocket.deliver(frame);
    },
    closed: () => {
      if (isOver) return;
      isOver = true;
      webSocket.readyState = webSocket.CLOSED;
      connection.take({ type: 'disconnected' });
    },
    tick: () => {
      if (!isOver) connection.take({ type: 'tick' });
    },
  };
}

export type SimRelayEnd = RelayEnd & { readonly tick: () => void };

/** What `Connection` uses of ws. */
class SimWebSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly CLOSED = 3;
  readyState = 1;
  readonly #client: Socket;
  readonly #waiting: Bytes[] = [];
  #isPaused = false;

  constructor(client: Socket) {
    super();
    this.#client = client;
  }

  deliver(frame: Bytes): void {
    if (this.readyState !== this.OPEN) return;
    if (this.#isPaused) this.#waiting.push(frame);
    else this.emit('message', Buffer.from(frame), true);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    // Delivering may pause again: what is left then waits behind what is put back.
    for (const frame of this.#waiting.splice(0)) this.deliver(frame);
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.#client.close();
  }
}

/** What `OutgoingFrames` uses of a socket: takes unmasked frames of RFC 6455 and hands them on. */
class SimWire extends EventEmitter {
  readonly writable = true;
  readonly writableLength = 0;
  readonly writableNeedDrain = false;
  readonly #deliver: (frame: Bytes) => void;
  #bytes: Bytes = new Uint8Array();

  constructor(deliver: (frame: Bytes) => void) {
    super();
    this.#deliver = deliver;
  }

  cork(): void {
    this.#bytes = new Uint8Array();
  }

  write(bytes: Uint8Array): void {
    this.#bytes = concat(this.#bytes, bytes);
  }

  uncork(): void {
    for (let at = 0; at < this.#bytes.length;) at = this.#takeFrame(at);
    this.#bytes = new Uint8Array();
  }

  #takeFrame(at: number): number {
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset);
    const short = view.getUint8(at + 1);
    const length =
      short < 126
        ? short
        : short === 126
          ? view.getUint16(at + 2)
          : Number(view.getBigUint64(at + 2));
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    this.#deliver(this.#bytes.slice(start, start + length));
    return start + length;
  }
}
