/**
 * What the 12 words on paper give: where the recovery box is, its key, and who may replace it;
 * and the identity that the box holds.
 *
 * Promises: the three keys of a secret are independent; a box opens only under its own locator
 * and version, so that a relay cannot pass an old one off as new for a known version.
 * Does not promise: to tell whether a newer box exists. The relay says which is the last.
 */
import { invariant } from '#base/assert.ts';
import { concat, type Bytes } from '#base/bytes.ts';
import { decodeWith, Writer } from '#base/codec.ts';
import { idFromBytes, idToBytes, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { wipe } from './constant-time.ts';
import { kdf } from './hash.ts';
import { memberKeysFromSeeds, type MemberKeys } from './keys.ts';
import { labels } from './labels.ts';
import type { Random } from './random.ts';
import { open, seal } from './seal.ts';
import { signingKeyPairFromSeed, type SigningKeyPair } from './sign.ts';

export const RECOVERY_SECRET_BYTES = 16;
const NO_CONTEXT = new Uint8Array(0);

/** `locator` 16 bytes, public; `key` 32 bytes; `signing` binds the box at the relay. */
export type RecoveryKeys = {
  readonly locator: Bytes;
  readonly key: Bytes;
  readonly signing: SigningKeyPair;
};

/** `identitySeed`: the 32 bytes of IK. `keyringLogId`: where everything else is. */
export type RecoveryContent = { readonly identitySeed: Bytes; readonly keyringLogId: LogId };

/** @param secret RS, 16 random bytes, the 12 words of the kit [C23] */
export function recoveryKeysFromSecret(secret: Uint8Array): RecoveryKeys {
  invariant(secret.length === RECOVERY_SECRET_BYTES, 'a recovery secret has 16 bytes');
  const root = concat(secret, secret);
  const signingSeed = kdf(root, labels.recSign, NO_CONTEXT, 32);
  const keys = {
    locator: kdf(root, labels.recLocator, NO_CONTEXT, 16),
    key: kdf(root, labels.recKey, NO_CONTEXT, 32),
    signing: signingKeyPairFromSeed(signingSeed),
  };
  wipe(root, signingSeed);
  return keys;
}

/** IK: Ed25519 from the seed itself, X-Wing from KDF(seed, "ik-xwing", "", 32) [C24]. */
export function identityFromSeed(seed: Uint8Array): MemberKeys {
  invariant(seed.length === 32, 'an identity seed has 32 bytes');
  return memberKeysFromSeeds(seed, kdf(seed, labels.ikXwing, NO_CONTEXT, 32));
}

/** @param version u32, higher than that of any box written before under this locator [C25] */
export function sealRecoveryBox(
  random: Random,
  keys: RecoveryKeys,
  version: number,
  content: RecoveryContent,
): Bytes {
  invariant(content.identitySeed.length === 32, 'an identity seed has 32 bytes');
  const plaintext = concat(content.identitySeed, idToBytes(content.keyringLogId));
  const box = seal(random, keys.key, labels.recovery, boxAad(keys, version), plaintext);
  wipe(plaintext);
  return box;
}

/** Inverse of `sealRecoveryBox`; what opens but has not 64 bytes is refused alike [C25]. */
export function openRecoveryBox(
  keys: RecoveryKeys,
  version: number,
  box: Uint8Array,
): Result<RecoveryContent, 'NotAuthentic'> {
  const plaintext = open(keys.key, labels.recovery, boxAad(keys, version), box);
  if (!plaintext.ok) return plaintext;
  const content = decodeWith(plaintext.value, 'recovery box', (reader) => ({
    identitySeed: reader.raw(32, 'identity seed'),
    keyringLogId: idFromBytes('LogId', reader.raw(32, 'keyring log id')),
  }));
  return content.ok ? ok(content.value) : err('NotAuthentic');
}

const boxAad = (keys: RecoveryKeys, version: number): Bytes =>
  new Writer().raw(keys.locator).u32(version).done();
