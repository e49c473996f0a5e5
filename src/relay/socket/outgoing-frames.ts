import type { Socket } from 'node:net';
import type { Bytes } from '#base/bytes.ts';

/** FIN and opcode 2: one whole binary message. */
const WHOLE_BINARY = 0x82;
/** A larger frame is written as it is: copying it would cost more than a write. */
const SMALL_BYTES = 16 * 1024;

/**
 * What a connection sends in one turn, in one write: a relay answers thousands of ops a second with
 * frames of a hundred bytes, and a write each would cost more than the answers. Frames are those of
 * RFC 6455 (5.2), unmasked and uncompressed; ws sends control frames on the same socket by itself.
 */
export class OutgoingFrames {
  readonly #socket: Socket;
  readonly #drained: () => void;
  #frames: Bytes[] = [];
  #bytes = 0;

  /** @param drained called whenever the client has read everything that was sent */
  constructor(socket: Socket, drained: () => void) {
    this.#socket = socket;
    this.#drained = drained;
    socket.on('drain', drained);
  }

  push(frame: Bytes): void {
    if (frame.length > SMALL_BYTES) {
      this.flush();
      const header = Buffer.allocUnsafe(headerBytes(frame.length));
      writeHeader(header, 0, frame.length);
      this.#write(header, frame);
      return;
    }
    if (this.#frames.length === 0) {
      process.nextTick(() => {
        this.flush();
      });
    }
    this.#frames.push(frame);
    this.#bytes += headerBytes(frame.length) + frame.length;
  }

  /** Bytes that wait for the client to read. */
  get waitingBytes(): number {
    return this.#bytes + this.#socket.writableLength;
  }

  flush(): void {
    if (this.#frames.length === 0) return;
    const out = Buffer.allocUnsafe(this.#bytes);
    let at = 0;
    for (const frame of this.#frames) {
      at = writeHeader(out, at, frame.length);
      out.set(frame, at);
      at += frame.length;
    }
    this.#frames = [];
    this.#bytes = 0;
    this.#write(out);
  }

  /** What the system takes at once never comes to 'drain'. */
  #write(...parts: readonly Uint8Array[]): void {
    if (!this.#socket.writable) return;
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
    if (!this.#socket.writableNeedDrain) this.#drained();
  }
}

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

/** @returns where the payload begins */
function writeHeader(out: Buffer, at: number, length: number): number {
  out[at] = WHOLE_BINARY;
  const size = headerBytes(length);
  out[at + 1] = size === 2 ? length : size === 4 ? 126 : 127;
  if (size === 4) out.writeUInt16BE(length, at + 2);
  if (size === 10) out.writeBigUInt64BE(BigInt(length), at + 2);
  return at + size;
}
