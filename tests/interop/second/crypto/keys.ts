/** [C13] to [C17] and [C23] to [C25]. */
import { argon2id } from '@noble/hashes/argon2.js';
import { join, text, u32, type Octets } from './bytes.ts';
import { HL, KDF } from './hash.ts';
import { OPEN, SEAL } from './seal.ts';
import { publicKeyOf } from './sign.ts';
import { kemPublicKey } from './xwing.ts';

const NONE = new Uint8Array(0);

export const authorId = (publicKey: Uint8Array): Octets => HL('member', publicKey).slice(0, 16);

/** Public keys of 64 encoded bytes, or undefined when there are not 64. */
export const memberPublicKeys = (encoded: Uint8Array) =>
  encoded.length === 64
    ? { signing: publicKeyOf(encoded.subarray(0, 32)), kem: kemPublicKey(encoded.subarray(32)) }
    : undefined;

export function slotKey(
  passphrase: string,
  salt: Uint8Array,
  t: number,
  m: number,
): Octets | 'ParamsOutOfBounds' {
  const isInside = Number.isInteger(t) && Number.isInteger(m) && t >= 2 && t <= 10;
  if (!isInside || m < 19456 || m > 262144) return 'ParamsOutOfBounds';
  return rawArgon2id(text(passphrase), salt, t, m);
}

export const rawArgon2id = (
  passphrase: Uint8Array,
  salt: Uint8Array,
  t: number,
  m: number,
): Octets =>
  new Uint8Array(
    argon2id(passphrase, salt, { t, m, p: 1, dkLen: 32, version: 0x13, maxmem: 2 ** 30 }),
  );

export const argon2Params = (t: number, m: number): Octets => join(u32(t), u32(m));

export function recoveryKeys(secret: Uint8Array) {
  const root = join(secret, secret);
  return {
    locator: KDF(root, 'rec-locator', NONE, 16),
    key: KDF(root, 'rec-key', NONE, 32),
    signing: publicKeyOf(KDF(root, 'rec-sign', NONE, 32)),
  };
}

export function identityPublicKeys(seed: Uint8Array) {
  const kemSeed = KDF(seed, 'ik-xwing', NONE, 32);
  return { signing: publicKeyOf(seed), kemSeed, kem: kemPublicKey(kemSeed) };
}

export function sealBox(
  nonce: Uint8Array,
  secret: Uint8Array,
  version: number,
  identitySeed: Uint8Array,
  keyringLogId: Uint8Array,
): Octets {
  const { locator, key } = recoveryKeys(secret);
  const aad = join(locator, u32(version));
  return SEAL(nonce, key, 'recovery', aad, join(identitySeed, keyringLogId));
}

export function openBox(
  secret: Uint8Array,
  version: number,
  box: Uint8Array,
): Octets | 'NotAuthentic' {
  const { locator, key } = recoveryKeys(secret);
  const opened = OPEN(key, 'recovery', join(locator, u32(version)), box);
  return opened === 'NotAuthentic' || opened.length !== 64 ? 'NotAuthentic' : opened;
}
