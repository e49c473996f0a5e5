import { concat, copy, isZero, utf8, utf8Decode, type Bytes } from './bytes.ts';
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
  readonly #parts: Uint8Array[] = [];

  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  u8(value: number): this {
    return this.raw(Uint8Array.of(value));
  }

  u32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    return this.raw(bytes);
  }

  /** A 64-bit integer, held as a JavaScript safe integer (≤ 2⁵³ − 1). */
  u64(value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
    return this.raw(bytes);
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
    return concat(...this.#parts);
  }
}

/** Reads what `Writer` writes. Only made by `decodeWith`, which ends it fail-closed. */
export class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
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
    if (length > this.remaining) this.fail(what);
    const bytes = copy(this.#bytes.subarray(this.#offset, this.#offset + length));
    this.#offset += length;
    return bytes;
  }

  u8(what: string): number {
    return this.raw(1, what)[0] ?? this.fail(what);
  }

  u32(what: string): number {
    return new DataView(this.raw(4, what).buffer).getUint32(0);
  }

  u64(what: string): number {
    const value = new DataView(this.raw(8, what).buffer).getBigUint64(0);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? this.fail(what) : Number(value);
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
  const reader = new Reader(bytes);
  try {
    const value = read(reader);
    return reader.remaining === 0 ? ok(value) : err(notDecodable(`${what}: trailing bytes`));
  } catch (failure) {
    if (failure instanceof DecodeFailure) return err(notDecodable(failure.what));
    throw failure;
  }
}
