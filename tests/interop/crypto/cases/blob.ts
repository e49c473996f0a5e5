import { sealFile, sealMessages } from '../../second/crypto/blob.ts';
import { join, u64, type Octets } from '../../second/crypto/bytes.ts';
import { hexOf } from '../report.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const header = bytes('blob header', 24);
const fileKey = bytes('file key', 32);
const place = { header: hexOf(header), fileKey: hexOf(fileKey) };
const content = bytes('content', 100);
const chunks = sealFile(header, fileKey, content);
const good = { ...place, chunks: chunks.map(hexOf) };
const only = chunks[0] ?? header;

const [MESSAGE, PUSH, REKEY, FINAL] = [0, 1, 2, 3];
const CHUNK = 524288;
/** Three chunks: 8 + n is a little more than two. */
const THREE = 2 * CHUNK + 1000;

const refused = (
  about: string,
  expect: string,
  input: Record<string, string | string[]>,
): Case => ({
  about,
  function: 'openFile',
  input: { ...good, ...input },
  expect,
});

/** What a hostile writer who has the key may seal: any messages, any tags. */
const crafted = (...messages: [plaintext: Octets, tag: number][]): Record<string, string[]> => ({
  chunks: sealMessages(
    header,
    fileKey,
    messages.map(([plaintext, tag]) => ({ plaintext, tag })),
  ).map(hexOf),
});

const zeros = (length: number): Octets => new Uint8Array(length);

const taken = (about: string, take: number[], expect = 'ok'): Case => ({
  about,
  function: 'openFileOf',
  input: { ...place, content: { counting: THREE }, take },
  expect,
});

export const blobCases: CaseFile = {
  sentences: ['C30', 'C31', 'C32', 'C33', 'C34'],
  cases: [
    ...[0, 1, 8, 1000, CHUNK - 8, CHUNK - 7, CHUNK, THREE].map((length) => ({
      about: `${String(length)} bytes`,
      function: 'sealFile',
      input: { ...place, content: { counting: length } },
    })),
    { about: 'right', function: 'openFile', input: good },
    { about: 'empty', function: 'openFile', input: { ...place, ...crafted([zeros(8), FINAL]) } },
    refused('another key', 'NotAuthentic', { fileKey: hex('other file key', 32) }),
    refused('another header', 'NotAuthentic', { header: flipped(header, 0) }),
    refused('another header at its end', 'NotAuthentic', { header: flipped(header, 23) }),
    refused('a short header', 'NotAuthentic', { header: hexOf(header.subarray(1)) }),
    refused('tag byte altered', 'NotAuthentic', { chunks: [flipped(only, 0)] }),
    refused('ciphertext altered', 'NotAuthentic', { chunks: [flipped(only, 1)] }),
    refused('mac altered', 'NotAuthentic', { chunks: [flipped(only, -1)] }),
    refused('chunk cut short', 'NotAuthentic', { chunks: [hexOf(only.subarray(0, -1))] }),
    refused('chunk of 17 bytes', 'NotAuthentic', { chunks: [hexOf(only.subarray(0, 17))] }),
    refused('an empty final message', 'NotAuthentic', crafted([zeros(0), FINAL])),
    refused('a repeated final chunk', 'NotAuthentic', { chunks: [hexOf(only), hexOf(only)] }),
    refused(
      'a message after the final one',
      'NotAuthentic',
      crafted([zeros(8), FINAL], [zeros(8), FINAL]),
    ),
    refused('a short message that is not final', 'NotAuthentic', crafted([zeros(8), MESSAGE])),
    refused('tag PUSH', 'NotAuthentic', crafted([zeros(8), PUSH])),
    refused('tag REKEY', 'NotAuthentic', crafted([zeros(8), REKEY])),
    refused('no chunk', 'Truncated', { chunks: [] }),
    refused('no length', 'LengthMismatch', crafted([zeros(7), FINAL])),
    refused('longer than its length', 'LengthMismatch', crafted([zeros(16), FINAL])),
    refused('shorter than its length', 'LengthMismatch', crafted([join(u64(9), zeros(8)), FINAL])),
    refused('not padded', 'LengthMismatch', crafted([join(u64(100), content), FINAL])),
    refused(
      'padding that is not zero',
      'LengthMismatch',
      crafted([join(u64(100), content, zeros(3), Uint8Array.of(1)), FINAL]),
    ),
    refused(
      'a length above 2^53 - 9',
      'LengthMismatch',
      crafted([Uint8Array.of(0, 31, 255, 255, 255, 255, 255, 248), FINAL]),
    ),
    refused(
      'a length that no integer type holds',
      'LengthMismatch',
      crafted([Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255), FINAL]),
    ),
    taken('three chunks', [0, 1, 2]),
    taken('last chunk missing', [0, 1], 'Truncated'),
    taken('first chunk missing', [1, 2], 'NotAuthentic'),
    taken('middle chunk missing', [0, 2], 'NotAuthentic'),
    taken('chunks swapped', [1, 0, 2], 'NotAuthentic'),
    taken('a chunk twice', [0, 0, 1, 2], 'NotAuthentic'),
    taken('a chunk after the end', [0, 1, 2, 2], 'NotAuthentic'),
  ],
};
