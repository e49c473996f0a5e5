import { beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { concat, type Bytes } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH } from '#base/ids.ts';
import { padmeLength } from '#base/padme.ts';
import { labels } from '#crypto/labels.ts';
import { seal } from '#crypto/seal.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { NO_RELAY_SEEN } from '#protocol/genesis.ts';
import { limits } from '#protocol/limits.ts';
import { decodeOp, openOp, sealedOpBytes, sealOp, verifyOpSignature } from '#protocol/op-codec.ts';
import type { Op, OpHeader, SeenHead } from '#protocol/op.ts';
import { createActor, seededRandom, type Actor } from './log-builder.ts';

const random = seededRandom('op codec');
let actor: Actor;
let header: OpHeader;
const logKey = new Uint8Array(32).fill(7);
const seen: SeenHead = {
  inc: idFromBytes('Incarnation', new Uint8Array(8).fill(1)),
  relaySeq: 12,
  relayChain: idFromBytes('OpHash', new Uint8Array(32).fill(2)),
};

beforeAll(async () => {
  await cryptoReady();
  actor = createActor(random);
  header = {
    kind: 'update',
    logId: idFromBytes('LogId', random.bytes(32)),
    epoch: 1,
    author: actor.author,
    writer: actor.writer,
    seq: 1,
    prevHash: ZERO_HASH,
  };
});

const sealed = (payload: Bytes, more: Partial<OpHeader> = {}, publicPart = new Uint8Array(0)): Op =>
  sealOp(
    { random },
    { ...header, ...more },
    publicPart,
    seen,
    payload,
    logKey,
    actor.keys.signing.secretKey,
  );

const answerTo = (bytes: Uint8Array): string => {
  const op = decodeOp(bytes);
  return op.ok ? 'ok' : op.error.type === 'Newer' ? `Newer ${op.error.what}` : op.error.what;
};

const changed = (bytes: Uint8Array, at: number, value: number): Bytes => {
  const out = new Uint8Array(bytes);
  out[at] = value;
  return out;
};

describe('an op', () => {
  it('comes back as it was sealed, and opens with its key', () => {
    const payload = random.bytes(1000);
    const publicPart = random.bytes(40);
    const more = { seq: 2, prevHash: idFromBytes('OpHash', random.bytes(32)), epoch: 9 };
    const op = sealed(payload, more, publicPart);
    const decoded = decodeOp(op.bytes);
    expect(decoded).toEqual({ ok: true, value: op });
    expect(op).toMatchObject({ ...header, ...more, publicPart });
    expect(openOp(op, logKey)).toEqual({ ok: true, value: { seen, payload } });
    expect(verifyOpSignature(op, actor.keys.signing.publicKey)).toBe(true);
  });

  it('says nothing of its payload by its size, below 256 bytes', () => {
    const sizes = [0, 1, 100, 204].map((length) => sealed(random.bytes(length)).bytes.length);
    expect(new Set(sizes).size).toBe(1);
    expect(sealed(random.bytes(205)).bytes.length).toBeGreaterThan(mustGet(sizes[0], 'a size'));
  });

  it.each([0, 204, 205, 10_000])('has the size foretold for a payload of %i bytes', (length) => {
    const op = sealed(random.bytes(length), {}, random.bytes(33));
    expect(op.bytes.length).toBe(sealedOpBytes(33, length));
  });

  it('does not open with another key', () => {
    const op = sealed(random.bytes(10));
    expect(openOp(op, new Uint8Array(32))).toEqual({ ok: false, error: 'NotAuthentic' });
  });

  it('keeps the head its author had seen, zeros before any relay', () => {
    const secretKey = actor.keys.signing.secretKey;
    const none = new Uint8Array(0);
    const op = sealOp({ random }, header, none, NO_RELAY_SEEN, none, logKey, secretKey);
    expect(openOp(op, logKey)).toMatchObject({ ok: true, value: { seen: NO_RELAY_SEEN } });
  });
});

describe('bytes that are no op', () => {
  it('are refused for magic, epoch, seq, padding, trailing and missing bytes', () => {
    const { bytes } = sealed(random.bytes(10));
    expect(answerTo(new Uint8Array(0))).toBe('op: magic');
    expect(answerTo(changed(bytes, 0, 0))).toBe('op: magic');
    expect(answerTo(bytes.subarray(0, 5))).toBe('op: magic');
    expect(answerTo(changed(bytes, 41, 0))).toBe('op: epoch');
    expect(answerTo(changed(bytes, 73, 0))).toBe('op: seq');
    expect(answerTo(changed(bytes, 73, 2))).toBe('op: seq');
    expect(answerTo(changed(bytes, 66, 0xff))).toBe('op: seq');
    expect(answerTo(changed(bytes, 80, 1))).toBe('op: seq');
    expect(answerTo(concat(bytes, Uint8Array.of(0)))).toBe('op: trailing bytes');
    expect(answerTo(bytes.subarray(0, -1))).toBe('op: signature');
    expect(answerTo(changed(bytes, 106, 0xff))).toBe('op: public part');
    expect(answerTo(changed(bytes, 110, 0xff))).toBe('op: sealed part');
    expect(answerTo(changed(bytes, 113, (bytes[113] ?? 0) - 1))).toBe('op: padding');
  });

  it('are refused beyond the size of an op, and an access op beyond its own', () => {
    expect(answerTo(new Uint8Array(limits.opBytes + 1))).toBe('op: size');
    const large = random.bytes(limits.accessOpBytes);
    expect(answerTo(sealed(large).bytes)).toBe('ok');
    expect(answerTo(changed(sealed(large).bytes, 5, 1))).toBe('op: size');
  });

  it('are told apart when a later version made them', () => {
    const { bytes, hash } = sealed(random.bytes(10));
    expect(answerTo(changed(bytes, 4, 2))).toBe('Newer suite');
    expect(answerTo(changed(bytes, 5, 99))).toBe('Newer kind');
    expect(answerTo(changed(bytes, 5, 0))).toBe('Newer kind');
    const unknown = decodeOp(changed(bytes, 5, 99));
    expect(unknown).toMatchObject({ ok: false, error: { op: { kind: 99, seq: 1 } } });
    expect(unknown).not.toMatchObject({ ok: false, error: { op: { hash } } });
  });
});

describe('a body', () => {
  const withBody = (body: Bytes): Op => {
    const op = sealed(random.bytes(0));
    const head = op.bytes.subarray(0, 110 + op.publicPart.length);
    return { ...op, sealedPart: seal(random, logKey, labels.op, head, body) };
  };
  const answer = (body: Bytes): string => {
    const opened = openOp(withBody(body), logKey);
    return opened.ok ? 'ok' : opened.error === 'NotAuthentic' ? 'NotAuthentic' : opened.error.what;
  };
  const body = (length: number, payloadLength: number): Bytes => {
    const out = new Uint8Array(length);
    new DataView(out.buffer).setUint32(48, payloadLength);
    return out;
  };

  it('is refused with padding that is too long, too short or not of zeros', () => {
    expect(answer(body(256, 204))).toBe('ok');
    expect(answer(body(padmeLength(300), 0))).toBe('op: padding');
    expect(answer(changed(body(256, 0), 255, 1))).toBe('op: padding');
    expect(answer(body(256, 205))).toBe('op: payload');
    expect(answer(body(255, 0))).toBe('op: padding');
  });

  it('is refused when the head it has seen is half there', () => {
    expect(answer(changed(body(256, 0), 0, 1))).toBe('op: seen head');
    expect(answer(changed(body(256, 0), 15, 1))).toBe('op: seen head');
    expect(answer(changed(body(256, 0), 16, 1))).toBe('op: seen head');
  });
});
