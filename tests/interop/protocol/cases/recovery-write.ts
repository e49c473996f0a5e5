import { join, u32 } from '../../second/crypto/bytes.ts';
import { KDF } from '../../second/crypto/hash.ts';
import { recoveryKeys } from '../../second/crypto/keys.ts';
import { SIGN } from '../../second/crypto/sign.ts';
import { hexOf, type Octets } from '../../crypto/report.ts';
import { bytes, flipped, hex, patched, type Case, type CaseFile } from './case.ts';

const secret = bytes('recovery secret', 16);
const keys = recoveryKeys(secret);
const seed = KDF(join(secret, secret), 'rec-sign', new Uint8Array(0), 32);
const box = bytes('box', 136);

function written(version: number, content: Octets, label = 'rec-write', key = seed): Octets {
  const head = join(keys.locator, keys.signing, u32(version));
  const unsigned = join(head, u32(content.length), content);
  return join(unsigned, SIGN(key, label, unsigned));
}

const write = written(3, box);
const read = (about: string, encoded: string, expect = 'NotDecodable'): Case => ({
  about,
  function: 'decodeRecoveryWrite',
  input: { bytes: encoded },
  expect,
});

export const recoveryWriteCases: CaseFile = {
  sentences: ['P120', 'P121'],
  cases: [
    {
      about: 'signed',
      function: 'signRecoveryWrite',
      input: { secret: hexOf(secret), version: 3, box: hexOf(box) },
    },
    read('right', hexOf(write), 'ok'),
    read('an empty box', hexOf(written(1, new Uint8Array(0))), 'ok'),
    read('a box of 1024 bytes', hexOf(written(1, bytes('large box', 1024))), 'ok'),
    read('a box of 1025 bytes', hexOf(written(1, bytes('large box', 1025)))),
    read('version 0', hexOf(written(0, box))),
    read('another locator', flipped(write, 0)),
    read('another key', flipped(write, 16)),
    read('another version', patched(write, 48, 0, 0, 0, 4)),
    read('the box altered', flipped(write, 60)),
    read('the signature altered', flipped(write, -1)),
    read('signed under another label', hexOf(written(3, box, 'recovery'))),
    read('signed by another key', hexOf(written(3, box, 'rec-write', bytes('other', 32)))),
    read('a trailing byte', `${hexOf(write)}00`),
    read('a byte missing', hexOf(write.subarray(0, -1))),
    read('nothing', hex('nothing', 0)),
  ],
};
