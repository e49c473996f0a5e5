import { sealBox, recoveryKeys } from '../../second/crypto/keys.ts';
import { join, u32 } from '../../second/crypto/bytes.ts';
import { SEAL } from '../../second/crypto/seal.ts';
import { hexOf } from '../report.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const secret = bytes('recovery secret', 16);
const nonce = bytes('box nonce', 24);
const identitySeed = bytes('identity seed', 32);
const keyringLogId = bytes('keyring log id', 32);
const box = sealBox(nonce, secret, 3, identitySeed, keyringLogId);
const good = { secret: hexOf(secret), version: 3, box: hexOf(box) };

const refused = (about: string, changed: Partial<typeof good>): Case => ({
  about,
  function: 'openBox',
  input: { ...good, ...changed },
  expect: 'NotAuthentic',
});

/** Sealed by the right key, with a content of the wrong length. */
function boxOf(length: number): string {
  const { locator, key } = recoveryKeys(secret);
  return hexOf(SEAL(nonce, key, 'recovery', join(locator, u32(3)), bytes('content', length)));
}

export const recoveryCases: CaseFile = {
  sentences: ['C23', 'C24', 'C25'],
  cases: [
    { about: 'the keys of a secret', function: 'recoveryKeys', input: { secret: hexOf(secret) } },
    { about: 'an identity', function: 'identity', input: { seed: hexOf(identitySeed) } },
    {
      about: 'a box',
      function: 'sealBox',
      input: {
        nonce: hexOf(nonce),
        secret: hexOf(secret),
        version: 3,
        identitySeed: hexOf(identitySeed),
        keyringLogId: hexOf(keyringLogId),
      },
    },
    { about: 'right', function: 'openBox', input: good },
    refused('an older version', { version: 2 }),
    refused('another secret', { secret: hex('other secret', 16) }),
    refused('altered', { box: flipped(box, -1) }),
    refused('truncated', { box: hexOf(box.subarray(0, -1)) }),
    refused('63 bytes inside', { box: boxOf(63) }),
    refused('65 bytes inside', { box: boxOf(65) }),
  ],
};
