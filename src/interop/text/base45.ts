import type { Bytes } from '#base/bytes.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 (RFC 9285); undefined when the text is something else. */
export function decodeBase45(text: string): Bytes | undefined {
  if (text.length % 3 === 1) return undefined;
  const out = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  let length = 0;
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (character) => ALPHABET.indexOf(character));
    if (digits.includes(-1)) return undefined;
    const [a = 0, b = 0, c] = digits;
    const value = a + 45 * b + 2025 * (c ?? 0);
    if (value > (c === undefined ? 0xff : 0xffff)) return undefined;
    if (c !== undefined) out[length++] = value >> 8;
    out[length++] = value & 0xff;
  }
  return out;
}
