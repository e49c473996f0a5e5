import { hpkeSeal, keySchedule } from '../../second/crypto/hpke.ts';
import { join } from '../../second/crypto/bytes.ts';
import { encapsulate, kemPublicKey } from '../../second/crypto/xwing.ts';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hexOf } from '../report.ts';
import { bytes, flipped, hex, made, type Case, type CaseFile } from './case.ts';

const seed = bytes('kem seed', 32);
const publicKey = kemPublicKey(seed);
const [random, info, plaintext] = [
  bytes('encapsulation', 64),
  bytes('hpke info', 32),
  bytes('hpke plaintext', 32),
];
const psk = bytes('psk', 32);
const pskId = bytes('psk id', 16);
const base = made(hpkeSeal(random, publicKey, info, plaintext));
const withPsk = made(hpkeSeal(random, publicKey, info, plaintext, { psk, pskId }));

const goodBase = { seed: hexOf(seed), info: hexOf(info), sealed: hexOf(base) };
const goodPsk = {
  ...goodBase,
  sealed: hexOf(withPsk),
  psk: hexOf(psk),
  pskId: hexOf(pskId),
};

const refused = (about: string, input: Record<string, string>): Case => ({
  about,
  function: 'hpkeOpen',
  input,
  expect: 'NotAuthentic',
});

const badKey = (about: string, key: string): Case => ({
  about,
  function: 'checkKemPublicKey',
  input: { publicKey: key },
  expect: 'BadPublicKey',
});

/** The first coefficient set to 4095, the largest that 12 bits hold. */
const overflowing = hexOf(
  join(Uint8Array.of(255, (publicKey[1] ?? 0) | 15), publicKey.subarray(2)),
);
const lowOrder = hexOf(join(publicKey.subarray(0, 1184), new Uint8Array(32)));

/** Right in everything but associated data, which Carnet leaves empty. */
function withAssociatedData(): string {
  const { enc, shared } = encapsulate(publicKey, random) ?? { enc: psk, shared: psk };
  const { key, nonce } = keySchedule(0x647a, shared, info);
  return hexOf(join(enc, chacha20poly1305(key, nonce, Uint8Array.of(0)).encrypt(plaintext)));
}

const sealing = {
  random: hexOf(random),
  publicKey: hexOf(publicKey),
  info: hexOf(info),
  plaintext: hexOf(plaintext),
};

export const hpkeCases: CaseFile = {
  sentences: ['C18', 'C19', 'C20', 'C21', 'C22'],
  cases: [
    { about: 'a key pair', function: 'kemPublicKey', input: { seed: hexOf(seed) } },
    { about: 'a key', function: 'checkKemPublicKey', input: { publicKey: hexOf(publicKey) } },
    badKey('a coefficient out of range', overflowing),
    badKey('an X25519 key of low order', lowOrder),
    badKey('a byte short', hexOf(publicKey.subarray(1))),
    badKey('no key', ''),
    { about: 'base mode', function: 'hpkeSeal', input: sealing },
    {
      about: 'base mode, nothing in nothing',
      function: 'hpkeSeal',
      input: { ...sealing, info: '', plaintext: '' },
    },
    {
      about: 'psk mode',
      function: 'hpkeSeal',
      input: { ...sealing, psk: hexOf(psk), pskId: hexOf(pskId) },
    },
    { about: 'base mode, right', function: 'hpkeOpen', input: goodBase },
    { about: 'psk mode, right', function: 'hpkeOpen', input: goodPsk },
    refused('another seed', { ...goodBase, seed: hex('other kem seed', 32) }),
    refused('another info', { ...goodBase, info: flipped(info, 0) }),
    refused('ML-KEM ciphertext altered', { ...goodBase, sealed: flipped(base, 0) }),
    refused('X25519 key altered', { ...goodBase, sealed: flipped(base, 1088) }),
    refused('X25519 key of low order', {
      ...goodBase,
      sealed: hexOf(join(base.subarray(0, 1088), new Uint8Array(32), base.subarray(1120))),
    }),
    refused('ciphertext altered', { ...goodBase, sealed: flipped(base, 1120) }),
    refused('tag altered', { ...goodBase, sealed: flipped(base, -1) }),
    refused('associated data', { ...goodBase, sealed: withAssociatedData() }),
    refused('1135 bytes', { ...goodBase, sealed: hexOf(base.subarray(0, 1135)) }),
    refused('no byte', { ...goodBase, sealed: '' }),
    refused('another psk', { ...goodPsk, psk: flipped(psk, 0) }),
    refused('another psk id', { ...goodPsk, pskId: flipped(pskId, 0) }),
    refused('psk mode opened without psk', { ...goodBase, sealed: hexOf(withPsk) }),
    refused('base mode opened with a psk', { ...goodPsk, sealed: hexOf(base) }),
  ],
};
