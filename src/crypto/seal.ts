/**
 * SEAL: authenticated encryption that commits to its key.
 *
 * Promises: `open` gives the plaintext only under the key, label and associated data it was
 * sealed with, and no sealed bytes open under two keys (commitment, checked first and in
 * constant time) [C12]. Random 24-byte nonces make reuse negligible; each nonce has its own key.
 * Does not promise: to hide the plaintext's length (pad first) nor to tell old from new.
 */
import { invariant } from '#base/assert.ts';
import { concat, utf8, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { err, ok, type Result } from '#base/result.ts';
import { secretsEqual, wipe } from './constant-time.ts';
import { kdf } from './hash.ts';
import { aeadLabel, type Label } from './labels.ts';
import type { Random } from './random.ts';
import { owned, sodium } from './sodium.ts';

const NONCE_BYTES = 24;
const COMMITMENT_BYTES = 32;
const TAG_BYTES = 16;
const HEAD_BYTES = NONCE_BYTES + COMMITMENT_BYTES;

/** How much longer sealed bytes are than their plaintext [C11]. */
export const SEAL_OVERHEAD_BYTES = HEAD_BYTES + TAG_BYTES;

/**
 * @param key 32 bytes
 * @param aad bound to the result, not contained in it
 * @returns nonce 24 ‖ key commitment 32 ‖ ciphertext and tag [C11]
 */
export function seal(
  random: Random,
  key: Uint8Array,
  label: Label,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Bytes {
  const nonce = random.bytes(NONCE_BYTES);
  invariant(nonce.length === NONCE_BYTES, 'a nonce has 24 bytes');
  const { messageKey, commitment } = keysFor(key, label, nonce);
  const ad = associatedData(label, aad);
  const ciphertext = sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(
    plaintext,
    ad,
    null,
    nonce,
    messageKey,
  );
  wipe(messageKey);
  return concat(nonce, commitment, ciphertext);
}

/** Inverse of `seal`; total over any `sealed` bytes [C12]. */
export function open(
  key: Uint8Array,
  label: Label,
  aad: Uint8Array,
  sealed: Uint8Array,
): Result<Bytes, 'NotAuthentic'> {
  if (sealed.length < SEAL_OVERHEAD_BYTES) return err('NotAuthentic');
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const { messageKey, commitment } = keysFor(key, label, nonce);
  const isCommitted = secretsEqual(commitment, sealed.subarray(NONCE_BYTES, HEAD_BYTES));
  const plaintext = isCommitted
    ? decrypt(messageKey, nonce, associatedData(label, aad), sealed.subarray(HEAD_BYTES))
    : undefined;
  wipe(messageKey);
  return plaintext === undefined ? err('NotAuthentic') : ok(plaintext);
}

/** mk(32) ‖ kc(32) = KDF(key, "aead/" + label, nonce, 64) [C10]. */
function keysFor(key: Uint8Array, label: Label, nonce: Uint8Array) {
  const both = kdf(key, aeadLabel(label), nonce, 64);
  return { messageKey: both.subarray(0, 32), commitment: both.subarray(32) };
}

const associatedData = (label: Label, aad: Uint8Array): Bytes =>
  new Writer().lp(utf8(label)).lp(aad).done();

/** libsodium's wrapper throws on a bad tag, and on nothing else once lengths are right. */
function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  ciphertext: Uint8Array,
): Bytes | undefined {
  const aead = sodium();
  try {
    return owned(aead.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, ad, nonce, key));
  } catch {
    return undefined;
  }
}
