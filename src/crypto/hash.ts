/**
 * H, HL and KDF: BLAKE2b (RFC 7693) in three uses that never collide.
 *
 * Promises: `hashLabelled` and `kdf` are injective in their parts: no two different lists of
 * parts feed the same bytes to BLAKE2b.
 * Does not promise: anything for a low-entropy key. `kdf` is no password hash.
 */
import { invariant } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { labelBytes, type AeadLabel, type Label } from './labels.ts';
import { owned, sodium } from './sodium.ts';

const HASH_BYTES = 32;

/** H(x): BLAKE2b-256 [C4]. */
export const hash = (bytes: Uint8Array): Bytes =>
  owned(sodium().crypto_generichash(HASH_BYTES, bytes, null));

/** HL(label, x1…xn) = H(lp(label) ‖ lp(x1) ‖ … ‖ lp(xn)) [C5]. */
export function hashLabelled(label: Label, ...parts: readonly Uint8Array[]): Bytes {
  const writer = new Writer().lp(labelBytes(label));
  for (const part of parts) writer.lp(part);
  return hash(writer.done());
}

/**
 * KDF(key, label, context, length): keyed BLAKE2b [C6].
 * @param key 32 bytes of full entropy
 * @param lengthBytes 16 to 64
 */
export function kdf(
  key: Uint8Array,
  label: Label | AeadLabel,
  context: Uint8Array,
  lengthBytes: number,
): Bytes {
  invariant(key.length === 32, 'a KDF key has 32 bytes');
  invariant(lengthBytes >= 16 && lengthBytes <= 64, 'KDF gives 16 to 64 bytes');
  const message = new Writer().lp(labelBytes(label)).lp(context).done();
  return owned(sodium().crypto_generichash(lengthBytes, message, key));
}

export type Hasher = {
  readonly update: (bytes: Uint8Array) => void;
  /** Ends the hasher: another call of either function is a bug. */
  readonly digest: () => Bytes;
};

/** H over bytes that arrive in pieces [C4]. */
export function createHasher(): Hasher {
  const state = sodium().crypto_generichash_init(null, HASH_BYTES);
  let isOpen = true;
  return {
    update(bytes) {
      invariant(isOpen, 'the hasher has not been ended');
      sodium().crypto_generichash_update(state, bytes);
    },
    digest() {
      invariant(isOpen, 'the hasher has not been ended');
      isOpen = false;
      return owned(sodium().crypto_generichash_final(state, HASH_BYTES));
    },
  };
}
