import { beforeAll, expect, it } from 'vitest';
import { createFileKey } from '#crypto/blob-stream.ts';
import { createLogKey } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

it('draws as many bytes as asked, new each time [C37]', () => {
  expect(systemRandom.bytes(24)).toHaveLength(24);
  expect(systemRandom.bytes(0)).toHaveLength(0);
  expect(systemRandom.bytes(32)).not.toEqual(systemRandom.bytes(32));
});

it('draws log keys [C15] and file keys [C29] of 32 bytes', () => {
  expect(createLogKey(systemRandom)).toHaveLength(32);
  expect(createFileKey(systemRandom)).toHaveLength(32);
});
