import { beforeAll, expect, it } from 'vitest';
import { secretsEqual, wipe } from '#crypto/constant-time.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

it('compares secrets by content, whatever their length', () => {
  expect(secretsEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(secretsEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(secretsEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
  expect(secretsEqual(new Uint8Array(0), new Uint8Array(0))).toBe(true);
});

it('wipes every secret given, through views of it too', () => {
  const [a, b] = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5)];
  wipe(a.subarray(1, 3), b);
  expect([...a, ...b]).toEqual([1, 0, 0, 4, 0]);
});
