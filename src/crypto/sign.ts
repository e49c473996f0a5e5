/**
 * SIGN: Ed25519 (RFC 8032) over `label ‖ 0x00 ‖ message`.
 *
 * Promises: a signature made for one label verifies for no other; verification is strict, so
 * that libsodium and a second implementation agree on every input [C9].
 * Does not promise: that the key belongs to anybody, nor that one public key has a single
 * encoding as a group element (keys with a low-order component verify, as RFC 8032 allows).
 */
import { invariant } from '#base/assert.ts';
import { concat, type Bytes } from '#base/bytes.ts';
import { labelBytes, type Label } from './labels.ts';
import { owned, sodium } from './sodium.ts';

export const SIGNING_SEED_BYTES = 32;
export const SIGNING_PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** `secretKey` is seed ‖ public key, 64 bytes; `publicKey` 32. */
export type SigningKeyPair = { readonly publicKey: Bytes; readonly secretKey: Bytes };

/** @param seed 32 random bytes [C7] */
export function signingKeyPairFromSeed(seed: Uint8Array): SigningKeyPair {
  invariant(seed.length === SIGNING_SEED_BYTES, 'a signing seed has 32 bytes');
  const { publicKey, privateKey } = sodium().crypto_sign_seed_keypair(seed);
  return { publicKey: owned(publicKey), secretKey: owned(privateKey) };
}

/** The 32 bytes from which `signingKeyPairFromSeed` made the pair. */
export const signingSeedOf = (pair: SigningKeyPair): Bytes =>
  pair.secretKey.slice(0, SIGNING_SEED_BYTES);

const NUL = Uint8Array.of(0);
const toBeSigned = (label: Label, message: Uint8Array): Bytes =>
  concat(labelBytes(label), NUL, message);

/** @returns 64 bytes, the same for the same input [C8] */
export const sign = (secretKey: Uint8Array, label: Label, message: Uint8Array): Bytes =>
  owned(sodium().crypto_sign_detached(toBeSigned(label, message), secretKey));

/** Total: a key or a signature of a wrong length is a bad signature [C9]. */
export function verify(
  publicKey: Uint8Array,
  label: Label,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== SIGNING_PUBLIC_KEY_BYTES) return false;
  if (signature.length !== SIGNATURE_BYTES) return false;
  return sodium().crypto_sign_verify_detached(signature, toBeSigned(label, message), publicKey);
}
