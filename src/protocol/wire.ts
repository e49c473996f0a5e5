import type { Bytes } from '#base/bytes.ts';
import { notDecodable, type NotDecodable } from '#base/codec.ts';
import { idFromBytes, idLength, writeId, type Id, type IdName } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';

/** Frames are small and many: they share buffers, each in its own part, never written again. */
const SLAB_BYTES = 64 * 1024;
const CLAIM_BYTES = 512;
let slab: Bytes = new Uint8Array(SLAB_BYTES);
let slabUsed = 0;

/**
 * Writes one frame of the socket in lib0's encoding [P200]: unsigned integers in groups of seven
 * bits, lowest first; ids as raw bytes. The relay writes one for every op it answers or forwards.
 */
export class FrameWriter {
  #buffer: Bytes;
  #start: number;
  #end: number;
  #limit: number;

  /** @param expectedBytes at least what a large frame will have: it is given just that. */
  constructor(expectedBytes = 0) {
    if (expectedBytes > CLAIM_BYTES) {
      this.#buffer = new Uint8Array(expectedBytes);
      this.#start = this.#end = 0;
      this.#limit = expectedBytes;
      return;
    }
    if (slabUsed + CLAIM_BYTES > slab.length) {
      slab = new Uint8Array(SLAB_BYTES);
      slabUsed = 0;
    }
    this.#buffer = slab;
    this.#start = this.#end = slabUsed;
    this.#limit = slabUsed += CLAIM_BYTES;
  }

  /** Makes room for `bytes` more and returns where they begin. */
  #take(bytes: number): number {
    if (this.#end + bytes > this.#limit) this.#moveOut(bytes);
    const at = this.#end;
    this.#end += bytes;
    return at;
  }

  /** To a buffer of its own: the frame is larger than what it claimed. */
  #moveOut(bytes: number): void {
    const written = this.#buffer.subarray(this.#start, this.#end);
    this.#buffer = new Uint8Array(2 * (written.length + bytes));
    this.#buffer.set(written);
    this.#start = 0;
    this.#end = written.length;
    this.#limit = this.#buffer.length;
  }

  u8(value: number): this {
    const start = this.#take(1);
    this.#buffer[start] = value;
    return this;
  }

  uint(value: number): this {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.u8(128 + (rest % 128));
    return this.u8(rest);
  }

  raw(bytes: Uint8Array): this {
    const start = this.#take(bytes.length);
    this.#buffer.set(bytes, start);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    return this.uint(bytes.length).raw(bytes);
  }

  id(id: Id<IdName>): this {
    const start = this.#take(id.length / 2);
    writeId(id, this.#buffer, start);
    return this;
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.uint(items.length);
    items.forEach(write);
    return this;
  }

  /** A view on a larger buffer: to be sent, or copied by whoever keeps it. */
  done(): Bytes {
    if (this.#buffer === slab && this.#limit === slabUsed) slabUsed = this.#end;
    return this.#buffer.subarray(this.#start, this.#end);
  }
}

/** Thrown inside `readFrame` only, and turned into a value at its border. */
class FrameFailure extends Error {}

/** Reads what `FrameWriter` writes; every length is checked against the frame first. */
export class FrameReader {
  readonly #frame: Bytes;
  #offset = 0;

  constructor(frame: Bytes) {
    this.#frame = frame;
  }

  get remaining(): number {
    return this.#frame.length - this.#offset;
  }

  fail(what: string): never {
    throw new FrameFailure(what);
  }

  u8(what: string): number {
    const byte = this.#frame[this.#offset] ?? this.fail(what);
    this.#offset += 1;
    return byte;
  }

  /** A safe integer in its shortest form, at most `max`. */
  uint(what: string, max: number = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8(what);
      value += (byte & 0x7f) * scale;
      if (value > max) this.fail(what);
      if (byte < 0x80) return byte === 0 && scale > 1 ? this.fail(what) : value;
      scale *= 128;
    }
  }

  /** A view on the frame: whoever keeps it copies it. */
  raw(length: number, what: string): Bytes {
    if (length > this.remaining) this.fail(what);
    const start = this.#offset;
    this.#offset += length;
    return this.#frame.subarray(start, start + length);
  }

  bytes(what: string, maxBytes: number): Bytes {
    return this.raw(this.uint(what, maxBytes), what);
  }

  id<N extends IdName>(name: N): Id<N> {
    return idFromBytes(name, this.raw(idLength(name), name));
  }

  instant(what: string): Instant {
    return instant(this.uint(what));
  }

  list<T>(what: string, maxItems: number, read: () => T): T[] {
    return Array.from({ length: this.uint(what, maxItems) }, read);
  }
}

/** Reads a frame fail-closed: every byte is consumed, or nothing is returned. */
export function readFrame<T>(
  frame: Bytes,
  read: (reader: FrameReader) => T,
): Result<T, NotDecodable> {
  const reader = new FrameReader(frame);
  try {
    const value = read(reader);
    return reader.remaining === 0 ? ok(value) : err(notDecodable('trailing bytes'));
  } catch (failure) {
    if (failure instanceof FrameFailure) return err(notDecodable(failure.message));
    throw failure;
  }
}
