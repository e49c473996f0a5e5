import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Bytes } from '#base/bytes.ts';
import { notDecodable, type NotDecodable } from '#base/codec.ts';
import { idFromBytes, idLength, idToBytes, type Id, type IdName } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';

/** Writes one frame of the socket: lib0's variable-length integers, ids as raw bytes. */
export class FrameWriter {
  readonly #encoder = encoding.createEncoder();

  u8(value: number): this {
    encoding.writeUint8(this.#encoder, value);
    return this;
  }

  uint(value: number): this {
    encoding.writeVarUint(this.#encoder, value);
    return this;
  }

  raw(bytes: Uint8Array): this {
    encoding.writeUint8Array(this.#encoder, bytes);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    encoding.writeVarUint8Array(this.#encoder, bytes);
    return this;
  }

  id(id: Id<IdName>): this {
    return this.raw(idToBytes(id));
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.uint(items.length);
    items.forEach(write);
    return this;
  }

  done(): Bytes {
    return encoding.toUint8Array(this.#encoder) as Bytes;
  }
}

/** Thrown inside `readFrame` only, and turned into a value at its border. */
class FrameFailure extends Error {}

/**
 * Reads what `FrameWriter` writes. Every length is checked against the frame before anything is
 * taken: lib0 alone would read past a view into the buffer that it shares.
 */
export class FrameReader {
  readonly #decoder: decoding.Decoder<ArrayBuffer>;

  constructor(frame: Bytes) {
    this.#decoder = decoding.createDecoder(frame);
  }

  get remaining(): number {
    return this.#decoder.arr.length - this.#decoder.pos;
  }

  fail(what: string): never {
    throw new FrameFailure(what);
  }

  u8(what: string): number {
    return this.remaining < 1 ? this.fail(what) : decoding.readUint8(this.#decoder);
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
    return decoding.readUint8Array(this.#decoder, length);
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
