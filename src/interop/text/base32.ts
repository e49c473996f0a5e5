import type { Bytes } from '#base/bytes.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 of RFC 4648 §6, padding or not; undefined when the text is something else. */
export function decodeBase32(text: string): Bytes | undefined {
  const digits = text.replace(/=+$/, '');
  const out = new Uint8Array(Math.floor((digits.length * 5) / 8));
  let [pending, bits, length] = [0, 0, 0];
  for (const character of digits) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    pending = ((pending << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (pending >> bits) & 0xff;
    }
  }
  return out;
}
