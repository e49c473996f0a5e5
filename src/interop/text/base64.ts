import type { Bytes } from '#base/bytes.ts';

const codes = new Int8Array(128).fill(-1);
Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').forEach(
  (character, index) => (codes[character.charCodeAt(0)] = index),
);

/** Base64 of RFC 4648 §4 with white space anywhere; undefined when it is something else. */
export function decodeBase64(text: string): Bytes | undefined {
  const out = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [pending, bits, length] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 9 && code <= 13)) continue;
    if (code === 0x3d) break;
    const digit = code < 128 ? (codes[code] ?? -1) : -1;
    if (digit < 0) return undefined;
    pending = ((pending << 6) | digit) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (pending >> bits) & 0xff;
    }
  }
  return out.slice(0, length);
}
