import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { join, lp, text } from '../../second/crypto/bytes.ts';
import { KDF } from '../../second/crypto/hash.ts';
import { SEAL } from '../../second/crypto/seal.ts';
import { hexOf } from '../report.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const [key, nonce, aad, plaintext] = [
  bytes('seal key', 32),
  bytes('seal nonce', 24),
  bytes('seal aad', 40),
  bytes('seal plaintext', 33),
];
const sealed = SEAL(nonce, key, 'op', aad, plaintext);
const good = { key: hexOf(key), label: 'op', aad: hexOf(aad), sealed: hexOf(sealed) };

const refused = (about: string, changed: Partial<typeof good>): Case => ({
  about,
  function: 'open',
  input: { ...good, ...changed },
  expect: 'NotAuthentic',
});

/** A tag that is right under this key, beside the commitment to another. */
function withForeignCommitment(): string {
  const foreign = KDF(bytes('other key', 32), 'aead/op', nonce, 64).subarray(32);
  return hexOf(join(nonce, foreign, sealed.subarray(56)));
}

/** Nonce and label swapped for the raw AEAD without Carnet's associated data. */
function withBareAssociatedData(): string {
  const keys = KDF(key, 'aead/op', nonce, 64);
  const c = xchacha20poly1305(keys.subarray(0, 32), nonce, aad).encrypt(plaintext);
  return hexOf(join(nonce, keys.subarray(32), c));
}

/** lp(label) ‖ lp(aad) with the border moved by one byte. */
function withMovedBorder(): string {
  const keys = KDF(key, 'aead/op', nonce, 64);
  const ad = lp(join(text('carnet/v1/op'), lp(aad)));
  return hexOf(
    join(
      nonce,
      keys.subarray(32),
      xchacha20poly1305(keys.subarray(0, 32), nonce, ad).encrypt(plaintext),
    ),
  );
}

export const sealCases: CaseFile = {
  sentences: ['C10', 'C11', 'C12'],
  cases: [
    {
      about: 'nothing, bound to nothing',
      function: 'seal',
      input: { nonce: hexOf(nonce), key: hexOf(key), label: 'recovery', aad: '', plaintext: '' },
    },
    {
      about: 'a plaintext',
      function: 'seal',
      input: {
        nonce: hexOf(nonce),
        key: hexOf(key),
        label: 'op',
        aad: hexOf(aad),
        plaintext: hexOf(plaintext),
      },
    },
    { about: 'right', function: 'open', input: good },
    refused('another key', { key: hex('other key', 32) }),
    refused('another label', { label: 'link' }),
    refused('other associated data', { aad: flipped(aad, -1) }),
    refused('no associated data', { aad: '' }),
    refused('nonce altered', { sealed: flipped(sealed, 0) }),
    refused('commitment altered', { sealed: flipped(sealed, 24) }),
    refused('commitment altered at its end', { sealed: flipped(sealed, 55) }),
    refused('commitment to another key', { sealed: withForeignCommitment() }),
    refused('ciphertext altered', { sealed: flipped(sealed, 56) }),
    refused('tag altered', { sealed: flipped(sealed, -1) }),
    refused('label not bound', { sealed: withBareAssociatedData() }),
    refused('label and associated data bound as one', { sealed: withMovedBorder() }),
    refused('last byte missing', { sealed: hexOf(sealed.subarray(0, -1)) }),
    refused('a byte too many', { sealed: `${hexOf(sealed)}00` }),
    refused('71 bytes', { sealed: hexOf(sealed.subarray(0, 71)) }),
    refused('no byte', { sealed: '' }),
  ],
};
