/** [C7] to [C9], with @noble/curves: the strict equation is written out on its points. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { join, littleOf, same, text, type Octets } from './bytes.ts';

const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const { Point } = ed25519;

export const publicKeyOf = (seed: Uint8Array): Octets => new Uint8Array(ed25519.getPublicKey(seed));

const labelled = (name: string, message: Uint8Array): Octets =>
  join(text(`carnet/v1/${name}`), Uint8Array.of(0), message);

export const SIGN = (seed: Uint8Array, name: string, message: Uint8Array): Octets =>
  new Uint8Array(ed25519.sign(labelled(name, message), seed));

export const VERIFY = (
  publicKey: Uint8Array,
  name: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => verifyRaw(publicKey, labelled(name, message), signature);

/** The rule of [C9] over bare bytes, as external vectors need it. */
export function verifyRaw(A: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (A.length !== 32 || signature.length !== 64) return false;
  const R = signature.subarray(0, 32);
  const S = littleOf(signature.subarray(32));
  if (S >= ORDER || yOf(A) >= FIELD) return false;
  const point = decode(A);
  if (point === undefined || point.isSmallOrder()) return false;
  if (decode(R)?.isSmallOrder() === true) return false;
  const k = littleOf(sha512(join(R, A, message))) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(S).subtract(point.multiplyUnsafe(k));
  return same(expected.toBytes(), R);
}

const yOf = (encoded: Uint8Array): bigint => littleOf(encoded) & (2n ** 255n - 1n);

/** RFC 8032 decoding that also takes y ≥ p and the sign of x = 0; undefined off the curve. */
function decode(encoded: Uint8Array) {
  const canonical = new Uint8Array(32);
  for (let i = 0, rest = yOf(encoded) % FIELD; i < 32; i++, rest >>= 8n) {
    canonical[i] = Number(rest & 255n);
  }
  const sign = (encoded[31] ?? 0) & 128;
  const isXZero = ['1', String(FIELD - 1n)].includes(String(yOf(encoded) % FIELD));
  if (!isXZero) canonical[31] = (canonical[31] ?? 0) | sign;
  try {
    return Point.fromBytes(canonical);
  } catch {
    return undefined;
  }
}
