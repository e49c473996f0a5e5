import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idLength, type Id, type IdName } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import {
  decodeClientMessage,
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
} from '#protocol/message-codec.ts';
import { refusals, type ClientMessage, type RelayMessage } from '#protocol/messages.ts';

const id = <N extends IdName>(name: N): fc.Arbitrary<Id<N>> =>
  fc
    .uint8Array({ minLength: idLength(name), maxLength: idLength(name) })
    .map((bytes) => Buffer.from(bytes).toString('hex') as Id<N>);
const raw = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => new Uint8Array(bytes));
const bytes = fc.uint8Array({ maxLength: 700 }).map((each) => new Uint8Array(each));
const uint = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const at = uint.map(instant);
const logId = id('LogId');
const reason = fc.constantFrom(...refusals);
const head = fc.record({
  inc: id('Incarnation'),
  relaySeq: uint,
  chain: id('OpHash'),
  signature: raw(64),
});
const stub = { relaySeq: uint, author: id('AuthorId'), writer: id('WriterId'), seq: uint };
const item = fc.oneof(
  fc.record({ type: fc.constant('op' as const), relaySeq: uint, bytes }),
  fc.record({ type: fc.constant('stub' as const), ...stub, hash: id('OpHash') }),
);
const of = <T extends string>(type: T): { type: fc.Arbitrary<T> } => ({ type: fc.constant(type) });

const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  fc.record({ ...of('prove'), logId, publicKey: raw(32), signature: raw(64) }),
  fc.record({ ...of('open'), logId, after: uint }),
  fc.record({ ...of('open'), logId, after: uint, whole: fc.constant(true as const) }),
  fc.record({ ...of('leave'), logId }),
  fc.record({ ...of('append'), op: bytes }),
  fc.record({ ...of('credit'), bytes: fc.nat({ max: 4_194_304 }) }),
  fc.record({ ...of('seedBegin'), logId }),
  fc.record({ ...of('seedOp'), logId, op: bytes }),
  fc.record({ ...of('seedEnd'), logId }),
  fc.record({ ...of('blobToken'), logId }),
  fc.record({ ...of('reads'), logId }),
  fc.record({ ...of('ping'), nonce: uint }),
);

const rights = fc.record({
  read: fc.boolean(),
  write: fc.boolean(),
  deposit: fc.boolean(),
  admin: fc.boolean(),
});
const relayMessage: fc.Arbitrary<RelayMessage> = fc.oneof(
  fc.record({
    ...of('welcome'),
    version: uint,
    challenge: raw(32),
    relayPublicKey: raw(32),
    now: at,
  }),
  fc.record({ ...of('proven'), logId, rights, head }),
  fc.record({ ...of('absent'), logId }),
  fc.record({
    ...of('items'),
    logId,
    items: fc.array(item, { maxLength: 20 }),
    head: fc.option(head, { nil: undefined }),
  }),
  fc.record({ ...of('caughtUp'), logId, head }),
  fc.record({
    ...of('ack'),
    logId,
    author: id('AuthorId'),
    writer: id('WriterId'),
    seq: uint,
    hash: id('OpHash'),
    relaySeq: uint,
  }),
  fc.record({
    ...of('refused'),
    logId,
    hash: id('OpHash'),
    reason,
    held: fc.record({ seq: uint, hash: id('OpHash') }),
  }),
  fc.record({ ...of('seeded'), logId, head, missingBlobs: fc.array(id('BlobId')) }),
  fc.record({ ...of('seedRefused'), logId, reason }),
  fc.record({ ...of('blobToken'), logId, token: fc.stringMatching(/^[!-~]{0,99}$/), expires: at }),
  fc.record({ ...of('erased'), logId }),
  fc.record({
    ...of('reads'),
    logId,
    reads: fc.array(
      fc.record({
        author: id('AuthorId'),
        at,
        fromSeq: uint,
        toSeq: uint,
        blobs: fc.array(id('BlobId')),
      }),
    ),
  }),
  fc.record({ ...of('error'), reason }),
  fc.record({ ...of('pong'), nonce: uint }),
);

const both = [
  ['client', clientMessage, encodeClientMessage, decodeClientMessage],
  ['relay', relayMessage, encodeRelayMessage, decodeRelayMessage],
] as unknown as readonly (readonly [
  string,
  fc.Arbitrary<ClientMessage>,
  typeof encodeClientMessage,
  typeof decodeClientMessage,
])[];

describe.each(both)('messages of the %s', (_, messages, encode, decode) => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decode(encode(message))).toEqual({ ok: true, value: message });
      }),
    );
  });

  test('come back from the middle of a larger buffer, and nothing around them is read', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const frame = encode(message);
        const around = new Uint8Array(frame.length + 200).fill(255);
        around.set(frame, 100);
        const view = around.subarray(100, 100 + frame.length);
        expect(decode(view)).toEqual({ ok: true, value: message });
        expect(decode(view.subarray(0, -1)).ok).toBe(false);
      }),
    );
  });

  test('are refused when a byte is missing or one too many', () => {
    fc.assert(
      fc.property(messages, fc.nat(), (message, cut) => {
        const frame = encode(message);
        expect(decode(frame.slice(0, cut % frame.length)).ok).toBe(false);
        expect(decode(Uint8Array.from([...frame, 0])).ok).toBe(false);
      }),
    );
  });

  test('have one spelling: what decodes from altered bytes encodes to them', () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, at, flip) => {
        const frame = encode(message);
        frame[at % frame.length] = (frame[at % frame.length] ?? 0) ^ flip;
        const decoded = decode(frame);
        if (decoded.ok) expect(encode(decoded.value)).toEqual(frame);
      }),
    );
  });

  test('noise is refused or is a message, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const frame = new Uint8Array(noise);
        const decoded = decode(frame);
        if (decoded.ok) expect(encode(decoded.value)).toEqual(frame);
      }),
      { numRuns: 2_000 },
    );
  });
});
