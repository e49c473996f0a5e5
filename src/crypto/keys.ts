/**
 * The keys of a member of a log, and the key of an epoch.
 *
 * Promises: both pairs of a member come from two seeds of 32 bytes, which are all there is to
 * store; an author id stands for one Ed25519 key.
 * Does not promise: that a key is used in one log only. The caller draws fresh ones each time.
 */
import { invariant } from '#base/assert.ts';
import { concat, type Bytes } from '#base/bytes.ts';
import { decodeWith, type NotDecodable } from '#base/codec.ts';
import { idFromBytes, type AuthorId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { hashLabelled } from './hash.ts';
import { KEM_SEED_BYTES, kemPublicKeyFromSeed } from './hpke.ts';
import { labels } from './labels.ts';
import type { Random } from './random.ts';
import {
  SIGNING_SEED_BYTES,
  signingKeyPairFromSeed,
  signingSeedOf,
  type SigningKeyPair,
} from './sign.ts';

/** Ed25519 to write, X-Wing to receive: `kemSeed` 32 bytes, `kemPublicKey` 1216. */
export type MemberKeys = {
  readonly signing: SigningKeyPair;
  readonly kemSeed: Bytes;
  readonly kemPublicKey: Bytes;
};

export const createMemberKeys = (random: Random): MemberKeys =>
  memberKeysFromSeeds(random.bytes(SIGNING_SEED_BYTES), random.bytes(KEM_SEED_BYTES));

/** @param signingSeed 32 bytes @param kemSeed 32 bytes, independent of the first [C13] */
export const memberKeysFromSeeds = (signingSeed: Uint8Array, kemSeed: Uint8Array): MemberKeys => ({
  signing: signingKeyPairFromSeed(signingSeed),
  kemSeed: new Uint8Array(kemSeed),
  kemPublicKey: kemPublicKeyFromSeed(kemSeed),
});

/** Signing seed 32 ‖ KEM seed 32: secret [C13]. */
export const encodeMemberKeys = (keys: MemberKeys): Bytes =>
  concat(signingSeedOf(keys.signing), keys.kemSeed);

/** Inverse of `encodeMemberKeys`; only 64 bytes decode [C13]. */
export function decodeMemberKeys(bytes: Uint8Array): Result<MemberKeys, NotDecodable> {
  const seeds = decodeWith(bytes, 'member keys', (reader) => ({
    signing: reader.raw(SIGNING_SEED_BYTES, 'signing seed'),
    kem: reader.raw(KEM_SEED_BYTES, 'KEM seed'),
  }));
  return seeds.ok ? ok(memberKeysFromSeeds(seeds.value.signing, seeds.value.kem)) : seeds;
}

/** HL("member", Ed25519 public key), first 16 bytes [C14]. */
export function authorIdOf(signingPublicKey: Uint8Array): AuthorId {
  invariant(signingPublicKey.length === 32, 'an Ed25519 public key has 32 bytes');
  return idFromBytes('AuthorId', hashLabelled(labels.member, signingPublicKey).subarray(0, 16));
}

/** K[e], which seals the ops of one epoch of one log: 32 random bytes [C15]. */
export const createLogKey = (random: Random): Bytes => random.bytes(32);
