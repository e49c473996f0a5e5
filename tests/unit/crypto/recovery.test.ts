import { beforeAll, expect, it } from 'vitest';
import type { LogId } from '#base/ids.ts';
import { systemRandom } from '#crypto/random.ts';
import {
  identityFromSeed,
  openRecoveryBox,
  recoveryKeysFromSecret,
  sealRecoveryBox,
} from '#crypto/recovery.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

const secret = new Uint8Array(16).fill(8);
const content = {
  identitySeed: new Uint8Array(32).fill(6),
  keyringLogId: 'ab'.repeat(32) as LogId,
};

it('the words alone open the box, at its own version [C23] [C25]', () => {
  const box = sealRecoveryBox(systemRandom, recoveryKeysFromSecret(secret), 2, content);
  const keys = recoveryKeysFromSecret(secret);
  expect(openRecoveryBox(keys, 2, box)).toEqual({ ok: true, value: content });
  expect(openRecoveryBox(keys, 1, box)).toEqual({ ok: false, error: 'NotAuthentic' });
  const others = recoveryKeysFromSecret(new Uint8Array(16));
  expect(openRecoveryBox(others, 2, box)).toEqual({ ok: false, error: 'NotAuthentic' });
});

it('locator, key and signing key have nothing in common [C23]', () => {
  const { locator, key, signing } = recoveryKeysFromSecret(secret);
  expect([locator.length, key.length]).toEqual([16, 32]);
  const [seed, half] = [signing.secretKey.slice(0, 32), key.slice(0, 16)];
  expect(new Set([locator, half, seed.slice(0, 16), secret].map(String)).size).toBe(4);
});

it('an identity is whole from its seed [C24]', () => {
  expect(identityFromSeed(content.identitySeed)).toEqual(identityFromSeed(content.identitySeed));
  const { kemSeed } = identityFromSeed(content.identitySeed);
  expect(kemSeed).not.toEqual(content.identitySeed);
});
