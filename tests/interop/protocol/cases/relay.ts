import { hexOf } from '../../crypto/report.ts';
import { join, lp, text, u64 } from '../../second/crypto/bytes.ts';
import { publicKeyOf, SIGN } from '../../second/crypto/sign.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const seed = bytes('relay', 32);
const publicKey = hexOf(publicKeyOf(seed));
const head = { logId: hex('log', 32), inc: hex('inc', 8), relaySeq: 9, chain: hex('chain', 32) };
const headSignature = SIGN(
  seed,
  'head',
  join(bytes('log', 32), bytes('inc', 8), u64(9), bytes('chain', 32)),
);
const proof = {
  origin: 'https://carnet.example',
  challenge: hex('challenge', 32),
  logId: hex('log', 32),
};
const proofSignature = SIGN(
  seed,
  'auth',
  join(lp(text(proof.origin)), bytes('challenge', 32), bytes('log', 32)),
);

const verifyHead = (about: string, more: Case['input'], expect = 'BadSignature'): Case => ({
  about: `head: ${about}`,
  function: 'verifyHead',
  input: { ...head, publicKey, signature: hexOf(headSignature), ...more },
  expect,
});
const verifyProof = (about: string, more: Case['input'], expect = 'BadSignature'): Case => ({
  about: `proof: ${about}`,
  function: 'verifyProof',
  input: { ...proof, publicKey, signature: hexOf(proofSignature), ...more },
  expect,
});

export const relayCases: CaseFile = {
  sentences: ['P50', 'P51', 'P52', 'P53'],
  cases: [
    { about: 'chain_0', function: 'chainStart', input: { logId: head.logId, inc: head.inc } },
    {
      about: 'chain_n',
      function: 'chainNext',
      input: { chain: head.chain, opHash: hex('op', 32) },
    },
    { about: 'head: signed', function: 'signHead', input: { ...head, seed: hexOf(seed) } },
    verifyHead('right', {}, 'ok'),
    verifyHead('another log', { logId: hex('other log', 32) }),
    verifyHead('another incarnation', { inc: hex('other inc', 8) }),
    verifyHead('another place', { relaySeq: 10 }),
    verifyHead('another chain', { chain: hex('other chain', 32) }),
    verifyHead('another relay', { publicKey: hexOf(publicKeyOf(bytes('other relay', 32))) }),
    verifyHead('signature altered', { signature: flipped(headSignature, 0) }),
    verifyHead('signature cut short', { signature: hexOf(headSignature.subarray(1)) }),
    verifyHead('signed as a proof', { signature: hexOf(proofSignature) }),
    { about: 'proof: signed', function: 'signProof', input: { ...proof, seed: hexOf(seed) } },
    verifyProof('right', {}, 'ok'),
    verifyProof('another origin', { origin: 'https://carnet.exampl' }),
    verifyProof('another challenge', { challenge: hex('other challenge', 32) }),
    verifyProof('another log', { logId: hex('other log', 32) }),
    verifyProof('another key', { publicKey: hexOf(publicKeyOf(bytes('other relay', 32))) }),
    verifyProof('signature altered', { signature: flipped(proofSignature, -1) }),
  ],
};
