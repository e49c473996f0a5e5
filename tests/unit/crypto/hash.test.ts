import { beforeAll, expect, it } from 'vitest';
import { fromHex, utf8 } from '#base/bytes.ts';
import { createHasher, hash, hashLabelled, kdf } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

it('hashes as published: BLAKE2b-256 of "abc" [C4]', () => {
  const expected = fromHex('bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319');
  expect(expected).toEqual({ ok: true, value: hash(utf8('abc')) });
});

it('hashes pieces as it hashes the whole [C4]', () => {
  const whole = new Uint8Array(1000).map((_, index) => index % 256);
  const hasher = createHasher();
  for (const [from, to] of [
    [0, 1],
    [1, 1],
    [1, 700],
    [700, 1000],
  ])
    hasher.update(whole.subarray(from, to));
  expect(hasher.digest()).toEqual(hash(whole));
});

it('a hasher that has ended cannot be used again', () => {
  const hasher = createHasher();
  hasher.digest();
  expect(() => hasher.digest()).toThrow('ended');
  expect(() => {
    hasher.update(utf8('a'));
  }).toThrow('ended');
});

it('tells apart parts that join to the same bytes [C5]', () => {
  const one = hashLabelled(labels.log, utf8('ab'), utf8('c'));
  expect(hashLabelled(labels.log, utf8('a'), utf8('bc'))).not.toEqual(one);
  expect(hashLabelled(labels.log, utf8('abc'))).not.toEqual(one);
  expect(hashLabelled(labels.log, utf8('ab'), utf8('c'), new Uint8Array(0))).not.toEqual(one);
});

it('derives different keys for different labels, contexts and lengths [C6]', () => {
  const key = new Uint8Array(32);
  const derived = [
    kdf(key, labels.link, utf8('a'), 32),
    kdf(key, labels.passcode, utf8('a'), 32),
    kdf(key, labels.link, utf8('b'), 32),
    kdf(key, labels.link, utf8('a'), 64).subarray(0, 32),
  ];
  expect(new Set(derived.map(String)).size).toBe(derived.length);
});

it('refuses a key or a length that is not to the rule: a bug of the caller [C6]', () => {
  const nothing = new Uint8Array(0);
  expect(() => kdf(new Uint8Array(31), labels.link, nothing, 32)).toThrow('32 bytes');
  expect(() => kdf(new Uint8Array(32), labels.link, nothing, 15)).toThrow('16 to 64');
  expect(() => kdf(new Uint8Array(32), labels.link, nothing, 65)).toThrow('16 to 64');
});
