import { beforeAll, describe, expect, it } from 'vitest';
import { idFromBytes, type Incarnation, type LogId, type OpHash } from '#base/ids.ts';
import { signingKeyPairFromSeed, type SigningKeyPair } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import {
  chainNext,
  chainStart,
  signHead,
  signProof,
  verifyHead,
  verifyProof,
} from '#protocol/relay-chain.ts';
import { seededRandom } from './log-builder.ts';

const random = seededRandom('chain');
const logId: LogId = idFromBytes('LogId', new Uint8Array(32).fill(1));
const otherLog: LogId = idFromBytes('LogId', new Uint8Array(32).fill(2));
const inc: Incarnation = idFromBytes('Incarnation', new Uint8Array(8).fill(3));
const hashOf = (fill: number): OpHash => idFromBytes('OpHash', new Uint8Array(32).fill(fill));
let relay: SigningKeyPair;

beforeAll(async () => {
  await cryptoReady();
  relay = signingKeyPairFromSeed(random.bytes(32));
});

describe("the relay's chain", () => {
  it('depends on the log, its life at the relay, and every op in order', () => {
    const start = chainStart(logId, inc);
    expect(start).not.toBe(chainStart(otherLog, inc));
    expect(start).not.toBe(chainStart(logId, idFromBytes('Incarnation', new Uint8Array(8))));
    const forwards = chainNext(chainNext(start, hashOf(1)), hashOf(2));
    expect(forwards).not.toBe(chainNext(chainNext(start, hashOf(2)), hashOf(1)));
  });
});

describe('a head', () => {
  it('verifies for its log, place, chain and relay alone', () => {
    const head = signHead(relay.secretKey, logId, { inc, relaySeq: 5, chain: hashOf(7) });
    expect(verifyHead(relay.publicKey, logId, head)).toBe(true);
    expect(verifyHead(relay.publicKey, otherLog, head)).toBe(false);
    expect(verifyHead(relay.publicKey, logId, { ...head, relaySeq: 6 })).toBe(false);
    expect(verifyHead(relay.publicKey, logId, { ...head, chain: hashOf(8) })).toBe(false);
    const otherInc = idFromBytes('Incarnation', new Uint8Array(8).fill(4));
    expect(verifyHead(relay.publicKey, logId, { ...head, inc: otherInc })).toBe(false);
    expect(verifyHead(random.bytes(32), logId, head)).toBe(false);
    expect(verifyHead(relay.publicKey, logId, { ...head, signature: new Uint8Array(3) })).toBe(
      false,
    );
  });
});

describe('a proof', () => {
  it('is good for one key, origin, challenge and log', () => {
    const challenge = random.bytes(32);
    const origin = 'https://carnet.example';
    const proof = signProof(relay.secretKey, origin, challenge, logId);
    const { publicKey } = relay;
    expect(verifyProof(publicKey, origin, challenge, logId, proof)).toBe(true);
    expect(verifyProof(publicKey, 'https://carnet.exampl', challenge, logId, proof)).toBe(false);
    expect(verifyProof(publicKey, origin, random.bytes(32), logId, proof)).toBe(false);
    expect(verifyProof(publicKey, origin, challenge, otherLog, proof)).toBe(false);
    expect(verifyProof(random.bytes(32), origin, challenge, logId, proof)).toBe(false);
  });
});
