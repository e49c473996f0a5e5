import { describe, expect, it } from 'vitest';
import { selfTest } from '#crypto/self-test.ts';
import { cryptoReady, sodium, type Sodium } from '#crypto/sodium.ts';

it('passes with the libraries as installed [C35]', async () => {
  expect(await selfTest()).toEqual({ ok: true, value: undefined });
});

describe('a primitive that answers otherwise is named [C35]', () => {
  const broken: [string, Partial<Sodium>][] = [
    ['hash', { crypto_generichash: returning(new Uint8Array(32)) }],
    ['seal', { crypto_aead_xchacha20poly1305_ietf_encrypt: returning(new Uint8Array(32)) }],
    ['sign', { crypto_sign_verify_detached: () => true }],
    ['secretstream', { crypto_secretstream_xchacha20poly1305_pull: returning(false) }],
    ['X-Wing', { crypto_kem_xwing_dec: throwing }],
  ];

  it.each(broken)('%s', async (primitive, replaced) => {
    await cryptoReady();
    const originals = { ...sodium() };
    Object.assign(sodium(), replaced);
    const outcome = await selfTest();
    Object.assign(sodium(), originals);
    expect(outcome).toEqual({ ok: false, error: { type: 'SelfTestFailed', primitive } });
  });
});

function returning(value: unknown): never {
  return (() => value) as never;
}

function throwing(): never {
  throw new Error('missing');
}
