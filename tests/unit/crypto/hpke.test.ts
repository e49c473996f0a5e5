import type * as chacha from '@hpke/chacha20poly1305';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import {
  HPKE_OVERHEAD_BYTES,
  hpkeOpen,
  hpkeSeal,
  isKemPublicKey,
  kemPublicKeyFromSeed,
} from '#crypto/hpke.ts';
import { hpkeXWing, sodiumXWing } from '../../interop/crypto/product-primitives.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);
afterEach(() => {
  vi.doUnmock('@hpke/chacha20poly1305');
});

const kemSeed = new Uint8Array(32).fill(9);
const info = utf8('info');
const plaintext = utf8('clé du journal');
const psk = { psk: new Uint8Array(32).fill(4), pskId: utf8('boîte') };

it('opens what it sealed, in both modes [C20] [C21] [C22]', async () => {
  const recipientPublicKey = kemPublicKeyFromSeed(kemSeed);
  for (const mode of [{}, { psk }]) {
    const sealed = await hpkeSeal({ recipientPublicKey, info, plaintext, ...mode });
    expect(sealed).toHaveLength(plaintext.length + HPKE_OVERHEAD_BYTES);
    const opened = await hpkeOpen({ kemSeed, info, sealed, ...mode });
    expect(opened).toEqual({ ok: true, value: plaintext });
  }
});

it('many at once do not disturb each other', async () => {
  const seeds = Array.from({ length: 12 }, () => systemRandom.bytes(32));
  const opened = await Promise.all(
    seeds.map(async (seed) => {
      const recipientPublicKey = kemPublicKeyFromSeed(seed);
      const sealed = await hpkeSeal({ recipientPublicKey, info, plaintext: seed });
      return hpkeOpen({ kemSeed: seed, info, sealed });
    }),
  );
  expect(opened).toEqual(seeds.map((value) => ({ ok: true, value })));
});

it('sealed bytes of any length are refused, never thrown at [C22]', async () => {
  for (const length of [0, 1119, 1120, 1135, 1136, 1200]) {
    const sealed = systemRandom.bytes(length);
    expect(await hpkeOpen({ kemSeed, info, sealed })).toEqual({ ok: false, error: 'NotAuthentic' });
  }
});

it('says beforehand which public keys can be sealed to [C19]', async () => {
  const good = kemPublicKeyFromSeed(kemSeed);
  const overflowing = good.with(0, 255).with(1, 255);
  const lowOrder = good.slice().fill(0, 1184);
  expect(isKemPublicKey(good)).toBe(true);
  for (const bad of [overflowing, lowOrder, good.subarray(1), new Uint8Array(0)]) {
    expect(isKemPublicKey(bad)).toBe(false);
    await expect(hpkeSeal({ recipientPublicKey: bad, info, plaintext })).rejects.toThrow();
  }
});

it('libsodium and the HPKE package agree on X-Wing, both ways [C18]', async () => {
  const random = systemRandom.bytes(64);
  const publicKey = kemPublicKeyFromSeed(kemSeed);
  const [one, other] = await Promise.all([
    sodiumXWing.encapsulate(publicKey, random),
    hpkeXWing.encapsulate(publicKey, random),
  ]);
  expect(one).toEqual(other);
  const enc = one?.enc ?? new Uint8Array(0);
  expect(await hpkeXWing.decapsulate(kemSeed, enc)).toEqual(one?.shared);
  expect(await sodiumXWing.decapsulate(kemSeed, enc)).toEqual(one?.shared);
});

it('a weak psk is a bug of the caller [C20]', async () => {
  const weak = { psk: new Uint8Array(31), pskId: utf8('id') };
  await expect(
    hpkeOpen({ kemSeed, info, sealed: new Uint8Array(2000), psk: weak }),
  ).rejects.toThrow('psk');
});

it('is never used when its known answer is wrong [C36]', async () => {
  vi.resetModules();
  vi.doMock('@hpke/chacha20poly1305', async (original) => {
    const { Chacha20Poly1305 } = await original<typeof chacha>();
    return {
      Chacha20Poly1305: class extends Chacha20Poly1305 {
        override createEncryptionContext(key: ArrayBuffer) {
          return super.createEncryptionContext(new Uint8Array(key).fill(0).buffer);
        }
      },
    };
  });
  const broken = await import('#crypto/hpke.ts');
  const fresh = await import('#crypto/sodium.ts');
  await fresh.cryptoReady();
  const recipientPublicKey = kemPublicKeyFromSeed(kemSeed);
  const sealing = { recipientPublicKey, info, plaintext };
  await expect(broken.hpkeSeal(sealing)).rejects.toThrow('known answer');
  await expect(broken.hpkeSeal(sealing)).rejects.toThrow('known answer');
});
