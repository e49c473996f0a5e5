/** Thrown by the cursor only, and turned into a value by the scan that made it. */
export class ScanFailure extends Error {}

const PROTOTYPE = '__proto__';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Walks bytes in lib0's encoding; every length is held against what is left. */
export class UpdateCursor {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  fail(what: string): never {
    throw new ScanFailure(what);
  }

  byte(): number {
    return this.#bytes[this.#offset++] ?? this.fail('end');
  }

  /** Little-endian groups of 7 bits, in the fewest bytes that hold it. */
  varUint(what: string, max: number): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > max) this.fail(what);
      if (byte < 0x80) return byte === 0 && factor > 1 ? this.fail(what) : value;
      factor *= 0x80;
      if (factor > Number.MAX_SAFE_INTEGER) this.fail(what);
    }
  }

  /** A count that is never zero. */
  length(what: string, max: number): number {
    const length = this.varUint(what, max);
    return length === 0 ? this.fail(what) : length;
  }

  /** Sign and 6 bits, then groups of 7; a safe integer. */
  varInt(): void {
    const first = this.byte();
    let value = first & 0x3f;
    let factor = 0x40;
    let more = first >= 0x80;
    while (more) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (Math.max(value, factor) > Number.MAX_SAFE_INTEGER) this.fail('integer');
      factor *= 0x80;
      more = byte >= 0x80;
    }
  }

  /** A finite float of 4 or 8 bytes, big-endian. */
  float(bytes: 4 | 8): void {
    const view = this.#take(bytes, 'float');
    const data = new DataView(view.buffer, view.byteOffset, bytes);
    const value = bytes === 4 ? data.getFloat32(0) : data.getFloat64(0);
    if (!Number.isFinite(value)) this.fail('float');
  }

  /** Length and UTF-8, well-formed. */
  text(what: string): string {
    return this.#decode(this.#take(this.varUint(what, this.remaining), what), what);
  }

  /** Like `text`, for who need not know it: plain ASCII is not decoded. */
  skipText(what: string): void {
    const bytes = this.#take(this.varUint(what, this.remaining), what);
    if (!isAscii(bytes)) this.#decode(bytes, what);
  }

  /** A property's name: any text but the one that would set an object's prototype. */
  skipName(what: string): void {
    const bytes = this.#take(this.varUint(what, this.remaining), what);
    if (isAscii(bytes) && bytes.length !== PROTOTYPE.length) return;
    if (this.#decode(bytes, what) === PROTOTYPE) this.fail(what);
  }

  #decode(bytes: Uint8Array, what: string): string {
    try {
      return decoder.decode(bytes);
    } catch {
      return this.fail(what);
    }
  }

  end(): void {
    if (this.remaining > 0) this.fail('trailing bytes');
  }

  #take(length: number, what: string): Uint8Array {
    if (length > this.remaining) this.fail(what);
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
