import { beforeAll, expect, it } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { labels } from '#crypto/labels.ts';
import { systemRandom } from '#crypto/random.ts';
import { open, seal, SEAL_OVERHEAD_BYTES } from '#crypto/seal.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

const key = new Uint8Array(32).fill(1);
const plaintext = utf8('tension 12/8');

it('seals the same plaintext differently each time [C11]', () => {
  const once = seal(systemRandom, key, labels.op, utf8('aad'), plaintext);
  expect(seal(systemRandom, key, labels.op, utf8('aad'), plaintext)).not.toEqual(once);
  expect(once).toHaveLength(plaintext.length + SEAL_OVERHEAD_BYTES);
});

it('leaves its inputs as they were', () => {
  const sealed = seal(systemRandom, key, labels.op, utf8('aad'), plaintext);
  const before = [...sealed];
  open(key, labels.op, utf8('aad'), sealed);
  expect([...sealed]).toEqual(before);
  expect(key).toEqual(new Uint8Array(32).fill(1));
});

it('a random source that gives too few bytes is a bug, never a short nonce', () => {
  const broken = { bytes: () => new Uint8Array(8) };
  expect(() => seal(broken, key, labels.op, utf8(''), plaintext)).toThrow('24 bytes');
});
