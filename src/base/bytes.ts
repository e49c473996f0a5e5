import { err, ok, type Result } from './result.ts';

/** Byte strings own their buffer: never a view on a SharedArrayBuffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Equality of public bytes. Secrets are compared by `crypto/constant-time.ts`. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Lexicographic order of public bytes: negative, zero or positive. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const copy = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 of the NFC form, the only text encoding of Carnet's formats. */
export const utf8 = (text: string): Bytes => encoder.encode(text.normalize('NFC'));

/** Inverse of `utf8`; refuses malformed UTF-8 and text that is not NFC. */
export function utf8Decode(bytes: Uint8Array): Result<string, 'NotUtf8'> {
  try {
    const text = decoder.decode(bytes);
    return text.normalize('NFC') === text ? ok(text) : err('NotUtf8');
  } catch {
    return err('NotUtf8');
  }
}

/** Character codes of the two digits of each byte. */
const HEX_CODES: readonly number[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
).flatMap((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]);

/** Bytes whose digits are made into text at once: every id fits. */
const HEX_BLOCK = 64;

/**
 * Lower-case hexadecimal. A relay makes six ids for each op: text put together digit by digit
 * would cost it more than all the rest of an op's reading.
 */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > HEX_BLOCK) return longHex(bytes);
  const codes = new Array<number>(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const at = 2 * (bytes[i] ?? 0);
    codes[2 * i] = HEX_CODES[at] ?? 0;
    codes[2 * i + 1] = HEX_CODES[at + 1] ?? 0;
  }
  return String.fromCharCode(...codes);
}

function longHex(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += HEX_BLOCK) {
    text += toHex(bytes.subarray(at, at + HEX_BLOCK));
  }
  return text;
}

/** Inverse of `toHex`; refuses capitals, so that an id has one spelling. */
export function fromHex(text: string): Result<Bytes, 'NotHex'> {
  if (text.length % 2 !== 0) return err('NotHex');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = hexDigit(text.charCodeAt(2 * i));
    const low = hexDigit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return err('NotHex');
    out[i] = (high << 4) | low;
  }
  return ok(out);
}

/** The value of a lower-case hexadecimal digit, by its character code; -1 when it is none. */
export const hexDigit = (code: number): number => HEX_VALUES[code] ?? -1;

/** By character code up to `f`: looked up, not compared, for the same reason. */
const HEX_VALUES = Int8Array.from({ length: 103 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code)),
);

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string => toDigits(bytes, BASE64URL, 6);

/** Inverse of `toBase64Url`; refuses padding, foreign characters and stray trailing bits. */
export const fromBase64Url = (text: string): Result<Bytes, 'NotBase64Url'> => {
  const bytes = fromDigits(text, BASE64URL, 6);
  return bytes === undefined ? err('NotBase64Url') : ok(bytes);
};

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford's base32: no I, L, O or U, so that it can be read aloud and typed. */
export const toBase32 = (bytes: Uint8Array): string => toDigits(bytes, BASE32, 5);

/** Inverse of `toBase32`; forgives case, spaces, hyphens, and O, I, L for 0, 1, 1. */
export const fromBase32 = (typed: string): Result<Bytes, 'NotBase32'> => {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const bytes = fromDigits(text, BASE32, 5);
  return bytes === undefined ? err('NotBase32') : ok(bytes);
};

function toDigits(bytes: Uint8Array, alphabet: string, bitsPerDigit: number): string {
  let text = '';
  let pending = 0;
  let pendingBits = 0;
  const mask = (1 << bitsPerDigit) - 1;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= bitsPerDigit) {
      pendingBits -= bitsPerDigit;
      text += alphabet.charAt((pending >> pendingBits) & mask);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return pendingBits > 0
    ? text + alphabet.charAt((pending << (bitsPerDigit - pendingBits)) & mask)
    : text;
}

function fromDigits(text: string, alphabet: string, bitsPerDigit: number): Bytes | undefined {
  const out = new Uint8Array(Math.floor((text.length * bitsPerDigit) / 8));
  let pending = 0;
  let pendingBits = 0;
  let written = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    pending = (pending << bitsPerDigit) | digit;
    pendingBits += bitsPerDigit;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      out[written++] = (pending >> pendingBits) & 0xff;
    }
    pending &= (1 << pendingBits) - 1;
  }
  return pendingBits >= bitsPerDigit || pending !== 0 ? undefined : out;
}
