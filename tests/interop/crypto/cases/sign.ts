import { publicKeyOf, SIGN } from '../../second/crypto/sign.ts';
import { hexOf } from '../report.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const seed = bytes('signing seed', 32);
const publicKey = hexOf(publicKeyOf(seed));
const message = bytes('signed message', 70);
const signature = SIGN(seed, 'op', message);
const good = { publicKey, label: 'op', message: hexOf(message), signature: hexOf(signature) };

const refused = (about: string, changed: Partial<typeof good>): Case => ({
  about,
  function: 'verify',
  input: { ...good, ...changed },
  expect: 'BadSignature',
});

/** S + ℓ: the same signature to a verifier that does not look at the range. */
function withLargeS(): string {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = signature.subarray(32).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const large = Array.from({ length: 32 }, (_, i) => Number(((s + order) >> BigInt(8 * i)) & 255n));
  return hexOf(signature.subarray(0, 32)) + hexOf(Uint8Array.from(large));
}

const identity = `01${'00'.repeat(31)}`;

export const signCases: CaseFile = {
  sentences: ['C7', 'C8', 'C9'],
  cases: [
    { about: 'a pair', function: 'signingPublicKey', input: { seed: hexOf(seed) } },
    {
      about: 'an empty message',
      function: 'sign',
      input: { seed: hexOf(seed), label: 'head', message: '' },
    },
    {
      about: 'a message',
      function: 'sign',
      input: { seed: hexOf(seed), label: 'op', message: hexOf(message) },
    },
    { about: 'right', function: 'verify', input: good },
    refused('another label', { label: 'grant' }),
    refused('another message', { message: flipped(message, 0) }),
    refused('a shorter message', { message: hexOf(message.subarray(1)) }),
    refused('another key', { publicKey: hexOf(publicKeyOf(bytes('other seed', 32))) }),
    refused('R altered', { signature: flipped(signature, 0) }),
    refused('S altered', { signature: flipped(signature, 32) }),
    refused('S not reduced', { signature: withLargeS() }),
    refused('a short signature', { signature: hexOf(signature.subarray(0, 63)) }),
    refused('a long signature', { signature: `${hexOf(signature)}00` }),
    refused('no signature', { signature: '' }),
    refused('a short key', { publicKey: publicKey.slice(2) }),
    refused('a key of small order, which signs everything', {
      publicKey: identity,
      signature: identity + '00'.repeat(32),
    }),
    refused('a key that is no point', { publicKey: hex('no point', 32) }),
  ],
};
