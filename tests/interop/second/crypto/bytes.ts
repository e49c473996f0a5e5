/** The notation of src/crypto/SPEC.md [C1] [C2], written a second time. */
export type Octets = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly Uint8Array[]): Octets {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((offset, part) => (out.set(part, offset), offset + part.length), 0);
  return out;
}

function bigEndian(value: bigint, length: number): Octets {
  const out = new Uint8Array(length);
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}

export const u32 = (value: number): Octets => bigEndian(BigInt(value), 4);
export const u64 = (value: number): Octets => bigEndian(BigInt(value), 8);
export const lp = (x: Uint8Array): Octets => join(u32(x.length), x);
export const text = (value: string): Octets => new TextEncoder().encode(value.normalize('NFC'));

export const bigOf = (bytes: Uint8Array): bigint =>
  bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

export const littleOf = (bytes: Uint8Array): bigint => bigOf(bytes.toReversed());

export const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

export const xor = (a: Uint8Array, b: Uint8Array): Octets =>
  Uint8Array.from(a, (byte, index) => byte ^ (b[index] ?? 0));
