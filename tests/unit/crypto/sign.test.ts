import { beforeAll, expect, it } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { labels } from '#crypto/labels.ts';
import { sign, signingKeyPairFromSeed, signingSeedOf, verify } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

const seed = new Uint8Array(32).fill(7);
const message = utf8('bonjour');

it('verifies what it signed, for the same label only [C8] [C9]', () => {
  const { publicKey, secretKey } = signingKeyPairFromSeed(seed);
  const signature = sign(secretKey, labels.op, message);
  expect(verify(publicKey, labels.op, message, signature)).toBe(true);
  expect(verify(publicKey, labels.head, message, signature)).toBe(false);
  expect(verify(publicKey, labels.op, utf8('bonsoir'), signature)).toBe(false);
});

it('a label cannot be continued by the message: the zero byte separates [C8]', () => {
  const { publicKey, secretKey } = signingKeyPairFromSeed(seed);
  const signature = sign(secretKey, labels.chain, utf8('-0'));
  expect(verify(publicKey, labels.chain0, utf8(''), signature)).toBe(false);
});

it('keys and signatures of any length are refused, never thrown at [C9]', () => {
  const { publicKey, secretKey } = signingKeyPairFromSeed(seed);
  const signature = sign(secretKey, labels.op, message);
  for (const length of [0, 31, 33, 64]) {
    expect(verify(new Uint8Array(length), labels.op, message, signature)).toBe(false);
  }
  for (const length of [0, 63, 65]) {
    expect(verify(publicKey, labels.op, message, new Uint8Array(length))).toBe(false);
  }
});

it('a pair gives its seed back [C7]', () => {
  expect(signingSeedOf(signingKeyPairFromSeed(seed))).toEqual(seed);
  expect(() => signingKeyPairFromSeed(seed.subarray(1))).toThrow('32 bytes');
});
