import { expect, it, vi } from 'vitest';
import { cryptoReady, sodium } from '#crypto/sodium.ts';

it('is ready once awaited, any number of times', async () => {
  await Promise.all([cryptoReady(), cryptoReady()]);
  expect(sodium().SODIUM_LIBRARY_VERSION_MAJOR).toBeGreaterThanOrEqual(26);
});

it('cannot be used before: a bug of the caller', async () => {
  vi.resetModules();
  const fresh = await import('#crypto/sodium.ts');
  expect(() => fresh.sodium()).toThrow('cryptoReady');
});
