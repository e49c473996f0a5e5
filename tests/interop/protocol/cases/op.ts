import { padme } from '../../second/crypto/blob.ts';
import { join, lp, u32, u64, type Octets } from '../../second/crypto/bytes.ts';
import { authorId } from '../../second/crypto/keys.ts';
import { SEAL } from '../../second/crypto/seal.ts';
import { publicKeyOf, SIGN } from '../../second/crypto/sign.ts';
import { sealOp, type OpInput } from '../../second/protocol/op.ts';
import { bytesOf, hexOf } from '../../crypto/report.ts';
import type { Json } from '../../second/protocol/format.ts';
import { bytes, flipped, hex, patched, type Case, type CaseFile } from './case.ts';

const seed = bytes('op member', 32);
const publicKey = publicKeyOf(seed);
const logKey = bytes('op log key', 32);
const nonce = bytes('op nonce', 24);
const zeros = (length: number): string => '00'.repeat(length);

const header = {
  kind: 'update',
  logId: hex('op log', 32),
  epoch: 3,
  author: hexOf(authorId(publicKey)),
  writer: hex('op writer', 8),
  seq: 1,
  prevHash: zeros(32),
};
const seen = { inc: hex('op inc', 8), relaySeq: 41, relayChain: hex('op chain', 32) };
const none = { inc: zeros(8), relaySeq: 0, relayChain: zeros(32) };
const next = { ...header, seq: 2, prevHash: hex('op previous', 32) };

const input = (more: Partial<OpInput>): OpInput => ({
  header,
  publicPart: new Uint8Array(0),
  seen,
  payload: bytes('op payload', 40),
  logKey,
  seed,
  nonce,
  ...more,
});
const sealing = (about: string, more: Partial<OpInput>): Case => {
  const { header: h, seen: s, ...rest } = input(more);
  const given = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, hexOf(value)]),
  );
  return { about, function: 'sealOp', input: { header: h, seen: s, ...given } };
};

const op = sealOp(input({}));
const withPublic = sealOp(
  input({ header: { ...next, kind: 'window' }, publicPart: bytes('p', 33) }),
);
const decoding = (about: string, changed: Json, expect = 'NotDecodable'): Case => ({
  about,
  function: 'decodeOp',
  input: { bytes: changed },
  expect,
});
const opening = (about: string, of: string, expect = 'ok', key = hexOf(logKey)): Case => ({
  about,
  function: 'openOp',
  input: { bytes: of, logKey: key },
  expect,
});
const verifying = (about: string, of: string, expect: string, key = hexOf(publicKey)): Case => ({
  about,
  function: 'verifyOp',
  input: { bytes: of, publicKey: key },
  expect,
});

/** An op with any body, as a hostile member would seal it. */
function crafted(body: Octets): string {
  const start = op.slice(0, 110);
  const unsigned = join(start, lp(SEAL(nonce, logKey, 'op', start, body)));
  return hexOf(join(unsigned, SIGN(seed, 'op', unsigned)));
}
function body(length: number, payloadLength: number, from = none): Octets {
  const out = new Uint8Array(length);
  const start = join(bytesOf(from.inc), u64(from.relaySeq), bytesOf(from.relayChain));
  out.set(join(start, u32(payloadLength)).subarray(0, length));
  return out;
}
const withLast = (out: Octets, value: number): Octets => {
  out[out.length - 1] = value;
  return out;
};

const sealedLength = op.length - 110 - 4 - 64;

export const opCases: CaseFile = {
  sentences: ['P10', 'P11', 'P12', 'P13', 'P14', 'P15', 'P16'],
  cases: [
    sealing('an update, the first of its chain', {}),
    sealing('a window with a public part', {
      header: { ...next, kind: 'window' },
      publicPart: bytes('public', 33),
    }),
    sealing('before any relay, without payload', { seen: none, payload: new Uint8Array(0) }),
    ...[204, 205, 300, 5000].map((length) =>
      sealing(`a payload of ${String(length)} bytes`, { payload: bytes('long', length) }),
    ),
    decoding('an op', hexOf(op), 'ok'),
    decoding('an op with a public part', hexOf(withPublic), 'ok'),
    decoding('nothing', ''),
    decoding('magic alone', '43524e31'),
    decoding('another magic', patched(op, 3, 0x32)),
    decoding('another suite', patched(op, 4, 2), 'Newer'),
    decoding('another suite and nothing after it', '43524e310201', 'Newer'),
    decoding('kind 0', patched(op, 5, 0), 'Newer'),
    decoding('kind 9', patched(op, 5, 9), 'Newer'),
    decoding('kind 9, cut short', hexOf(op.subarray(0, -1)).replace(/^(.{10})02/, '$109')),
    decoding('epoch 0', patched(op, 38, 0, 0, 0, 0)),
    decoding('seq 0', patched(op, 66, ...u64(0))),
    decoding('seq above 2^53 - 1', patched(op, 66, 0, 32, 0, 0, 0, 0, 0, 0)),
    decoding('seq 2 without a previous hash', patched(op, 66, ...u64(2))),
    decoding('seq 1 with a previous hash', patched(op, 74, 1)),
    decoding('a public part beyond the op', patched(op, 106, 255, 255, 255, 255)),
    decoding('a sealed part beyond the op', patched(op, 110, 255, 255, 255, 255)),
    decoding('a sealed part that is not padded', patched(op, 110, ...u32(sealedLength - 1))),
    decoding('a trailing byte', `${hexOf(op)}00`),
    decoding('cut short', hexOf(op.subarray(0, -1))),
    decoding('larger than an op', { start: '43524e310102', zeros: 524283 }),
    opening('opened', hexOf(op)),
    opening('opened with another key', hexOf(op), 'NotAuthentic', hex('other key', 32)),
    opening('header altered', flipped(op, 20), 'NotAuthentic'),
    opening('ciphertext altered', flipped(op, 300), 'NotAuthentic'),
    opening('a signature altered is not looked at', flipped(op, -1)),
    opening('an empty payload', crafted(body(256, 0))),
    opening('the longest payload of 256 bytes', crafted(body(256, 204))),
    opening('a payload beyond the body', crafted(body(256, 205)), 'NotDecodable'),
    opening('padded too much', crafted(body(padme(300), 0)), 'NotDecodable'),
    opening('padding that is not zero', crafted(withLast(body(256, 0), 1)), 'NotDecodable'),
    opening('an inc alone', crafted(body(256, 0, { ...none, inc: seen.inc })), 'NotDecodable'),
    opening('a relaySeq alone', crafted(body(256, 0, { ...none, relaySeq: 1 })), 'NotDecodable'),
    opening(
      'a chain alone',
      crafted(body(256, 0, { ...none, relayChain: seen.relayChain })),
      'NotDecodable',
    ),
    verifying('signed', hexOf(op), 'ok'),
    verifying('another key', hexOf(op), 'BadSignature', hexOf(publicKeyOf(logKey))),
    verifying('signature altered', flipped(op, -1), 'BadSignature'),
    verifying('header altered', flipped(op, 20), 'BadSignature'),
    verifying('sealed part altered', flipped(op, 200), 'BadSignature'),
  ],
};
