import { beforeAll, expect, it } from 'vitest';
import { kemPublicKeyFromSeed } from '#crypto/hpke.ts';
import {
  authorIdOf,
  createMemberKeys,
  decodeMemberKeys,
  encodeMemberKeys,
  memberKeysFromSeeds,
} from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

it('member keys come back from their 64 bytes [C13]', () => {
  const keys = createMemberKeys(systemRandom);
  expect(encodeMemberKeys(keys)).toHaveLength(64);
  expect(decodeMemberKeys(encodeMemberKeys(keys))).toEqual({ ok: true, value: keys });
  expect(keys.kemPublicKey).toEqual(kemPublicKeyFromSeed(keys.kemSeed));
});

it('other lengths are no member keys [C13]', () => {
  for (const length of [0, 63, 65]) {
    const decoded = decodeMemberKeys(new Uint8Array(length));
    expect(decoded.ok ? 'ok' : decoded.error.type).toBe('NotDecodable');
  }
});

it('keeps its own copy of a seed, so that wiping the caller’s leaves it whole', () => {
  const kemSeed = new Uint8Array(32).fill(3);
  const keys = memberKeysFromSeeds(new Uint8Array(32), kemSeed);
  kemSeed.fill(0);
  expect(keys.kemSeed).toEqual(new Uint8Array(32).fill(3));
});

it('an author id is 16 bytes of its key’s hash [C14]', () => {
  const { signing } = createMemberKeys(systemRandom);
  expect(authorIdOf(signing.publicKey)).toMatch(/^[0-9a-f]{32}$/);
  expect(() => authorIdOf(signing.secretKey)).toThrow('32 bytes');
});
