import { publicKeyOf } from '../../second/crypto/sign.ts';
import { hexOf } from '../report.ts';
import { bytes, hex, type Case, type CaseFile } from './case.ts';

export const keysCases: CaseFile = {
  sentences: ['C13', 'C14'],
  cases: [
    {
      about: 'member keys',
      function: 'memberPublicKeys',
      input: { encoded: hex('member keys', 64) },
    },
    ...[0, 32, 63, 65].map((length) => ({
      about: `${String(length)} bytes are no member keys`,
      function: 'memberPublicKeys',
      input: { encoded: hex('member keys', length) },
      expect: 'NotDecodable',
    })),
    {
      about: 'an author',
      function: 'authorId',
      input: { publicKey: hexOf(publicKeyOf(bytes('signing seed', 32))) },
    },
  ],
};

const slot = { salt: hex('salt', 16), opsLimit: 2, memoryKiB: 19456 };
const composed = { ...slot, passphrase: 'Été à la mer' };

const outOfBounds = (about: string, changed: Partial<typeof composed>): Case => ({
  about,
  function: 'slotKey',
  input: { ...composed, ...changed },
  expect: 'ParamsOutOfBounds',
});

export const passphraseCases: CaseFile = {
  sentences: ['C2', 'C16', 'C17'],
  cases: [
    { about: 'at the floor', function: 'slotKey', input: composed },
    {
      about: 'decomposed: the same key',
      function: 'slotKey',
      input: { ...composed, passphrase: composed.passphrase.normalize('NFD') },
    },
    {
      about: 'a space at the end counts',
      function: 'slotKey',
      input: { ...composed, passphrase: `${composed.passphrase} ` },
    },
    { about: 'an empty passphrase', function: 'slotKey', input: { ...slot, passphrase: '' } },
    outOfBounds('too few passes', { opsLimit: 1 }),
    outOfBounds('too many passes', { opsLimit: 11 }),
    outOfBounds('passes not whole', { opsLimit: 2.5 }),
    outOfBounds('too little memory', { memoryKiB: 19455 }),
    outOfBounds('too much memory', { memoryKiB: 262145 }),
    outOfBounds('no memory', { memoryKiB: 0 }),
    {
      about: 'the parameters of new slots, as associated data',
      function: 'argon2Params',
      input: { opsLimit: 3, memoryKiB: 65536 },
    },
  ],
};
