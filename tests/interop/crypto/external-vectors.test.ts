import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';
import { keySchedule } from '../second/crypto/hpke.ts';
import * as second from '../second/crypto/primitives.ts';
import { verifyRaw } from '../second/crypto/sign.ts';
import * as words from '../second/crypto/words.ts';
import * as product from './product-primitives.ts';
import { readCorpus, readFixture } from './read-vectors.ts';
import { bytesOf, hexOf, type Octets, type Report } from './report.ts';
import * as run from './run-vectors.ts';

beforeAll(cryptoReady);

const readWycheproof = (name: string): unknown => readFixture(`wycheproof/${name}_test.json`);

const wycheproof = {
  ed25519: readWycheproof('ed25519') as run.Ed25519File,
  xchacha: readWycheproof('xchacha20_poly1305') as run.AeadFile,
  chacha: readWycheproof('chacha20_poly1305') as run.AeadFile,
  x25519: readWycheproof('x25519') as run.X25519File,
  hkdf: readWycheproof('hkdf_sha256') as run.HkdfFile,
  hmac: readWycheproof('hmac_sha256') as run.HmacFile,
  keygen: readWycheproof('mlkem_768_keygen_seed') as run.MlKemFiles['keygen'],
  encapsulation: readWycheproof('mlkem_768_encaps') as run.MlKemFiles['encapsulation'],
  decapsulation: readWycheproof('mlkem_768') as run.MlKemFiles['decapsulation'],
  expanded: readWycheproof('mlkem_768_semi_expanded_decaps') as run.MlKemFiles['expanded'],
};

/** `count` is known beforehand, so that an empty or filtered file cannot pass. */
async function expectAll(running: Promise<Report>, count: number): Promise<void> {
  const { passed, failed } = await running;
  expect(failed).toEqual([]);
  expect(passed).toBe(count);
}

describe('Ed25519', () => {
  const verifiers = { libsodium: product.sodiumVerify, 'the second implementation': verifyRaw };
  it.each(Object.entries(verifiers))('Wycheproof holds for %s', (_, verify) =>
    expectAll(run.runEd25519(wycheproof.ed25519, verify), 151),
  );
  it.each(Object.entries(verifiers))(
    'CCTV edge cases are decided as [C9] says by %s',
    (_, verify) =>
      expectAll(
        run.runCctv(readFixture('ed25519-cctv/ed25519vectors.json') as run.CctvFile, verify),
        914,
      ),
  );
});

describe('XChaCha20-Poly1305', () => {
  const aeads = { libsodium: product.sodiumXChaCha, noble: second.nobleXChaCha };
  it.each(Object.entries(aeads))('Wycheproof holds for %s', (_, aead) =>
    expectAll(run.runAead(wycheproof.xchacha, aead), 315),
  );
});

describe('ChaCha20-Poly1305', () => {
  const aeads = { '@hpke/chacha20poly1305': product.hpkeChaCha, noble: second.nobleChaCha };
  it.each(Object.entries(aeads))('Wycheproof holds for %s', (_, aead) =>
    expectAll(run.runAead(wycheproof.chacha, aead), 325),
  );
});

describe('X25519', () => {
  const agreements = {
    libsodium: product.sodiumX25519,
    "HPKE's": product.hpkeX25519,
    noble: second.nobleX25519,
  };
  it.each(Object.entries(agreements))('Wycheproof holds for %s', (_, agree) =>
    expectAll(run.runX25519(wycheproof.x25519, agree), 518),
  );
});

describe('ML-KEM-768', () => {
  const kems = {
    libsodium: product.sodiumMlKem,
    "HPKE's": product.hpkeMlKem,
    noble: second.nobleMlKem,
  };
  describe.each(Object.entries(kems))('Wycheproof for %s', (_, kem) => {
    it('keys', () => expectAll(run.runMlKemKeygen(wycheproof.keygen, kem), 100));
    it('encapsulation', () =>
      expectAll(run.runMlKemEncapsulation(wycheproof.encapsulation, kem), 265));
    it('decapsulation', () =>
      expectAll(run.runMlKemDecapsulation(wycheproof.decapsulation, kem), 193));
  });
});

/**
 * FIPS 203 §7.3 asks that an expanded secret key be checked against the hash it holds. Only noble
 * does; Carnet stores and accepts seeds alone [C18], from which the key is expanded each time.
 */
describe('expanded ML-KEM-768 keys', () => {
  const file = wycheproof.expanded;

  it('Wycheproof holds for noble', () =>
    expectAll(run.runMlKemExpanded(file, second.nobleMlKem), 9));

  it.each([
    ['libsodium', product.sodiumMlKem],
    ["HPKE's", product.hpkeMlKem],
  ])('only corrupted secret keys are taken by %s', async (_, kem) => {
    const { passed, failed } = await run.runMlKemExpanded(file, kem);
    expect(failed.map((line) => line.slice(0, 6))).toEqual(['tcId 6', 'tcId 7']);
    expect(passed).toBe(7);
  });
});

describe('HKDF and HMAC with SHA-256', () => {
  it.each([
    ['@hpke/core', product.hpkeHkdf],
    ['noble', second.nobleHkdf],
  ])('HKDF: Wycheproof holds for %s', (_, hkdf) =>
    expectAll(run.runHkdf(wycheproof.hkdf, hkdf), 86),
  );
  it('HMAC: Wycheproof holds for noble', () =>
    expectAll(run.runHmac(wycheproof.hmac, second.nobleHmac), 174));
  it('HMAC: Wycheproof holds for @hpke/core, whose keys have 32 bytes', () =>
    expectAll(run.runHmac(wycheproof.hmac, product.hpkeHmac, 32), 162));
});

describe('X-Wing', () => {
  const kems = {
    libsodium: product.sodiumXWing,
    '@hpke/hybridkem-x-wing': product.hpkeXWing,
    'the second implementation': second.nobleXWing,
  };
  const draft = readCorpus('xwing/draft-test-vectors.json') as run.XWingFile | undefined;
  it.each(Object.entries(kems))("noble's vectors hold for %s", (_, kem) =>
    expectAll(
      run.runXWing(readFixture('xwing/noble-MLKEM768X25519.json') as run.XWingFile, kem),
      10,
    ),
  );
  it.skipIf(draft === undefined).each(Object.entries(kems))(
    "the draft's vectors hold for %s (skipped without ../shared)",
    (_, kem) => expectAll(run.runXWing(draft ?? [], kem), 3),
  );
});

describe('HPKE', () => {
  const rfc9180 = readCorpus('hpke/rfc9180-x25519-vectors.json') as run.Rfc9180File | undefined;

  it.skipIf(rfc9180 === undefined)(
    'RFC 9180 base and psk vectors open with @hpke/core (skipped without ../shared)',
    () => expectAll(run.runRfc9180(rfc9180 ?? [], product.hpkeHoldsRfc9180), 2),
  );

  it.skipIf(rfc9180 === undefined)(
    'RFC 9180 keys and nonces are those of the second implementation (skipped without ../shared)',
    () => expectAll(run.runRfc9180(rfc9180 ?? [], secondHoldsRfc9180), 2),
  );
});

function secondHoldsRfc9180({ setup }: run.Rfc9180Vector): boolean {
  const { psk, psk_id: pskId } = setup;
  const given = psk && pskId ? { psk: bytesOf(psk), pskId: bytesOf(pskId) } : undefined;
  const { key, nonce } = keySchedule(
    0x20,
    bytesOf(setup.shared_secret),
    bytesOf(setup.info),
    given,
  );
  return hexOf(key) === setup.key && hexOf(nonce) === setup.base_nonce;
}

describe('BIP-39 in French', () => {
  const list = (readFixture('bip39/french.json') as string[]).map((word) => word.normalize('NFC'));
  const vectors = (readFixture('bip39/vectors.json') as { english: string[][] }).english;

  it('the list is the published one', () => {
    expect(french.map((word) => word.normalize('NFC'))).toEqual(list);
  });

  it.each([
    ['src/crypto', (secret: Octets) => secretToWords(secret).join(' '), toSecret],
    [
      'the second implementation',
      (secret: Octets) => words.secretToWords(list, secret).join(' '),
      (typed: string) => bytesOrNothing(words.wordsToSecret(list, typed)),
    ],
  ] as const)('128-bit vectors hold, place by place, for %s', (_, toWords, back) =>
    expectAll(run.runBip39(vectors, { english, french: list }, { toWords, toSecret: back }), 8),
  );
});

function toSecret(typed: string): Octets | undefined {
  const secret = wordsToSecret(typed);
  return secret.ok ? secret.value : undefined;
}

const bytesOrNothing = (out: Octets | string): Octets | undefined =>
  typeof out === 'string' ? undefined : out;
