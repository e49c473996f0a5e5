import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, ZERO_INCARNATION, type IdName } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { logSorts, type LogSort } from '#protocol/access.ts';
import * as access from '#protocol/access-codec.ts';
import * as manifest from '#protocol/blob-manifest.ts';
import { decodeBundle } from '#protocol/bundle.ts';
import { decodeOp, openOp, sealOp, verifyOpSignature } from '#protocol/op-codec.ts';
import { opKinds, type OpKind } from '#protocol/op.ts';
import { parsePairingQr } from '#protocol/pairing.ts';
import * as payloads from '#protocol/payload-codec.ts';
import { decodeProfessional } from '#protocol/professional.ts';
import { decodeStatement, signStatement } from '#protocol/statement.ts';

beforeAll(cryptoReady);

const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((each) => new Uint8Array(each));
const some = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength }).map((each) => new Uint8Array(each));
const id = <N extends IdName>(name: N, length: number) =>
  bytes(length).map((each) => idFromBytes(name, each));
const hash = id('OpHash', 32).filter((each) => each !== ZERO_HASH);
const author = id('AuthorId', 16).filter((each) => !/^0+$/.test(each));
const ascending = <T extends string>(item: fc.Arbitrary<T>, maxLength: number, minLength = 0) =>
  fc.uniqueArray(item, { maxLength, minLength }).map((ids) => ids.sort());
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength: maxLength / 8 }).map((each) => each.normalize('NFC'));
const date = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map(instant);
const maybe = <T>(each: fc.Arbitrary<T>) => fc.option(each, { nil: undefined });

const member = fc.record({
  signingPublicKey: bytes(32),
  kemPublicKeyHash: bytes(32),
  rights: fc.record({
    read: fc.boolean(),
    write: fc.boolean(),
    deposit: fc.boolean(),
    admin: fc.boolean(),
  }),
  notAfter: maybe(date),
  quota: maybe(
    fc.record({
      opsPerDay: fc.integer({ min: 1, max: 0xffff_ffff }),
      bytesPerDay: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    }),
  ),
  replaces: maybe(author),
});
const turn = fc.record({
  commitment: bytes(32),
  wraps: ascending(author, 4).chain((authors) =>
    fc.tuple(...authors.map((each) => fc.record({ author: fc.constant(each), wrap: bytes(1168) }))),
  ),
});
const change = fc.record({
  prevAccess: hash,
  genesis: maybe(
    fc.record({
      sort: fc.constantFrom(...(Object.keys(logSorts) as LogSort[])),
      ownerPublicKey: bytes(32),
      ownerKemPublicKeyHash: bytes(32),
    }),
  ),
  voidAfter: maybe(hash),
  added: fc.array(member, { maxLength: 4 }),
  removed: ascending(author, 4),
  turn: maybe(turn),
});
const notes = fc.record({
  reason: text(256),
  members: fc.array(
    fc.record({
      author,
      name: text(256),
      kemPublicKey: bytes(1216),
      fingerprint: maybe(bytes(32).filter((each) => each.some((byte) => byte !== 0))),
    }),
    { maxLength: 3 },
  ),
});
const update = fc.record({ docId: text(128), clientId: fc.nat(0x7fff_ffff), update: some(300) });
const windowChange = fc.record({
  prevWindow: hash,
  full: maybe(fc.record({ keptBlobs: ascending(id('BlobId', 32), 5) })),
});
const window = fc
  .tuple(
    ascending(id('EntryId', 16), 8),
    fc.integer({ min: 1, max: 0xffff_ffff }),
    text(200),
    fc.nat(8),
  )
  .map(([ids, rev, about, split]) => ({
    rev,
    about,
    puts: ids.slice(0, split).map((each) => ({ id: each, json: '{}' })),
    removed: ids.slice(split),
  }));
const blobManifest = fc.record({
  header: bytes(24),
  chunkHashes: fc.array(bytes(32), { minLength: 1, maxLength: 5 }),
});

describe('what is decoded is what was encoded', () => {
  const inverse = <T>(
    arbitrary: fc.Arbitrary<T>,
    encode: (value: T) => Bytes,
    decode: (encoded: Bytes) => unknown,
  ): void => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect(decode(encode(value))).toEqual({ ok: true, value });
      }),
    );
  };

  it('for access changes', () => {
    inverse(change, access.encodeAccessChange, access.decodeAccessChange);
  });
  it('for access notes', () => {
    inverse(notes, access.encodeAccessNotes, access.decodeAccessNotes);
  });
  it('for updates', () => {
    inverse(update, payloads.encodeUpdatePayload, payloads.decodeUpdatePayload);
  });
  it('for windows', () => {
    inverse(windowChange, payloads.encodeWindowChange, payloads.decodeWindowChange);
    inverse(window, payloads.encodeWindowPayload, payloads.decodeWindowPayload);
  });
  it('for manifests', () => {
    inverse(blobManifest, manifest.encodeBlobManifest, manifest.decodeBlobManifest);
  });
});

describe('bytes from outside', () => {
  const decoders = {
    op: decodeOp,
    'access change': access.decodeAccessChange,
    'access notes': access.decodeAccessNotes,
    update: payloads.decodeUpdatePayload,
    'window change': payloads.decodeWindowChange,
    window: payloads.decodeWindowPayload,
    'window in a blob': payloads.decodeWindowBlob,
    blobs: payloads.decodeBlobChange,
    deposit: payloads.decodeDepositPayload,
    bare: payloads.decodeBarePayload,
    manifest: manifest.decodeBlobManifest,
    bundle: decodeBundle,
    statement: decodeStatement,
  };
  const prefixes = ['', '43524e310102', '00000001', '0000000100'].map((hex) =>
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
  );

  it.each(Object.entries(decoders))('never throw in the decoder of an %s', (_, decode) => {
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), some(600), (prefix, rest) => {
        const decoded = decode(new Uint8Array([...prefix, ...rest]));
        expect(typeof decoded.ok).toBe('boolean');
      }),
    );
  });

  it('never throw as texts', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true }), fc.json()), (each) => {
        expect(typeof parsePairingQr(each).ok).toBe('boolean');
        expect(typeof decodeProfessional(each).ok).toBe('boolean');
      }),
    );
  });
});

describe('one flipped bit', () => {
  const flip = (original: Bytes, at: number, bit: number): Bytes =>
    original.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
  const keys = () => signingKeyPairFromSeed(new Uint8Array(32).fill(1));
  const logKey = new Uint8Array(32).fill(2);
  const anOp = (kind: OpKind, publicPart: Bytes, payload: Bytes) =>
    sealOp(
      { random: systemRandom },
      {
        kind,
        logId: idFromBytes('LogId', new Uint8Array(32)),
        epoch: 1,
        author: idFromBytes('AuthorId', new Uint8Array(16)),
        writer: idFromBytes('WriterId', new Uint8Array(8)),
        seq: 1,
        prevHash: ZERO_HASH,
      },
      publicPart,
      { inc: ZERO_INCARNATION, relaySeq: 0, relayChain: ZERO_HASH },
      payload,
      logKey,
      keys().secretKey,
    );

  it('in an op: it never verifies, and opens only when the flip is in the signature', () => {
    const kinds = Object.keys(opKinds) as OpKind[];
    const place = fc.tuple(fc.constantFrom(...kinds), some(50), some(400), fc.nat(), fc.nat(7));
    fc.assert(
      fc.property(place, ([kind, publicPart, payload, where, bit]) => {
        const op = anOp(kind, publicPart, payload);
        const at = where % op.bytes.length;
        const decoded = decodeOp(flip(op.bytes, at, bit));
        if (!decoded.ok) return;
        expect(verifyOpSignature(decoded.value, keys().publicKey)).toBe(false);
        expect(openOp(decoded.value, logKey).ok).toBe(at >= op.bytes.length - 64);
        expect(decoded.value.hash).not.toBe(op.hash);
      }),
      { numRuns: 500 },
    );
  });

  it('in every byte of one op is seen', () => {
    const op = anOp('window', new Uint8Array(33), new Uint8Array(10));
    for (let at = 0; at < op.bytes.length; at++) {
      const decoded = decodeOp(flip(op.bytes, at, at % 8));
      const isSeen = !decoded.ok || !verifyOpSignature(decoded.value, keys().publicKey);
      expect(isSeen, `byte ${String(at)}`).toBe(true);
    }
  });

  it('in a statement is seen', () => {
    const statement = signStatement(
      {
        logId: idFromBytes('LogId', new Uint8Array(32)),
        kind: 'note',
        createdAt: instant(1),
        fingerprint: new Uint8Array(32),
        body: '{}',
      },
      keys().secretKey,
    );
    for (let at = 0; at < statement.bytes.length; at++) {
      const decoded = decodeStatement(flip(statement.bytes, at, at % 8));
      if (decoded.ok) expect(decoded.value.bytes).not.toEqual(statement.bytes);
    }
  });
});
