import { copy, isZero, utf8, utf8Decode, type Bytes } from './bytes.ts';
import { err, ok, type Result } from './result.ts';

/** Bytes that do not follow their format. `what` names the field, never its content. */
export type NotDecodable = { readonly type: 'NotDecodable'; readonly what: string };

export const notDecodable = (what: string): NotDecodable => ({ type: 'NotDecodable', what });

/** Thrown inside `decodeWith` only, and turned into a value at its border. */
class DecodeFailure extends Error {
  readonly what: string;
  constructor(what: string) {
    super(what);
    this.what = what;
  }
}

const MAX_U32 = 0xffff_ffff;

/** Writes big-endian integers and length-prefixed fields (`lp(x) = u32(len) ‖ x`). */
export class Writer {
  #buffer: Bytes = new Uint8Array(64);
  #length = 0;

  /** Makes room for `bytes` more and returns where they begin. */
  #take(bytes: number): number {
    const start = this.#length;
    this.#length += bytes;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, start));
      this.#buffer = larger;
    }
    return start;
  }

  raw(bytes: Uint8Array): this {
    const start = this.#take(bytes.length);
    this.#buffer.set(bytes, start);
    return this;
  }

  u8(value: number): this {
    const start = this.#take(1);
    this.#buffer[start] = value;
    return this;
  }

  u32(value: number): this {
    const start = this.#take(4);
    this.#buffer[start] = value >>> 24;
    this.#buffer[start + 1] = value >>> 16;
    this.#buffer[start + 2] = value >>> 8;
    this.#buffer[start + 3] = value;
    return this;
  }

  /** A 64-bit integer, held as a JavaScript safe integer (≤ 2⁵³ − 1). */
  u64(value: number): this {
    return this.u32(Math.floor(value / 2 ** 32)).u32(value % 2 ** 32);
  }

  lp(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes);
  }

  text(value: string): this {
    return this.lp(utf8(value));
  }

  list<T>(items: readonly T[], write: (writer: this, item: T) => void): this {
    this.u32(items.length);
    for (const item of items) write(this, item);
    return this;
  }

  done(): Bytes {
    return this.#buffer.slice(0, this.#length);
  }
}

/** Reads what `Writer` writes. Only made by `decodeWith`, which ends it fail-closed. */
export class Reader {
  readonly #bytes: Bytes;
  #offset = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  fail(what: string): never {
    throw new DecodeFailure(what);
  }

  raw(length: number, what: string): Bytes {
    return copy(this.view(length, what));
  }

  /** Like `raw` without the copy: for who owns the bytes that are read, or keeps nothing of them. */
  view(length: number, what: string): Bytes {
    const start = this.#skip(length, what);
    return this.#bytes.subarray(start, start + length);
  }

  #skip(length: number, what: string): number {
    if (length > this.remaining) this.fail(what);
    const start = this.#offset;
    this.#offset += length;
    return start;
  }

  u8(what: string): number {
    return this.#bytes[this.#skip(1, what)] ?? this.fail(what);
  }

  u32(what: string): number {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + this.u8(what);
    return value;
  }

  u64(what: string): number {
    const value = this.u32(what) * 2 ** 32 + this.u32(what);
    return Number.isSafeInteger(value) ? value : this.fail(what);
  }

  lp(what: string, maxBytes = MAX_U32): Bytes {
    const length = this.u32(what);
    return length > maxBytes ? this.fail(what) : this.raw(length, what);
  }

  text(what: string, maxBytes = MAX_U32): string {
    const text = utf8Decode(this.lp(what, maxBytes));
    return text.ok ? text.value : this.fail(what);
  }

  list<T>(what: string, maxItems: number, read: (reader: this) => T): T[] {
    const length = this.u32(what);
    if (length > maxItems) this.fail(what);
    return Array.from({ length }, () => read(this));
  }

  /** Padding up to the end: every byte left must be zero. */
  zeros(what: string): void {
    if (!isZero(this.raw(this.remaining, what))) this.fail(what);
  }
}

/**
 * Decodes fail-closed: `read` sees a `Reader`, may `fail`, and must consume every byte.
 * Exceptions that are not decoding failures pass through: they are bugs.
 */
export function decodeWith<T>(
  bytes: Uint8Array,
  what: string,
  read: (reader: Reader) => T,
): Result<T, NotDecodable> {
  const reader = new Reader(bytes as Bytes);
  try {
    const value = read(reader);
    return reader.remaining === 0 ? ok(value) : err(notDecodable(`${what}: trailing bytes`));
  } catch (failure) {
    if (failure instanceof DecodeFailure) return err(notDecodable(failure.what));
    throw failure;
  }
}
