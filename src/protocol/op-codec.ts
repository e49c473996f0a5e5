import { mustGet } from '#base/assert.ts';
import { equal, utf8, type Bytes } from '#base/bytes.ts';
import { decodeWith, notDecodable, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { idFromBytes, idToBytes, ZERO_HASH, ZERO_INCARNATION } from '#base/ids.ts';
import { padmeLength } from '#base/padme.ts';
import { err, type Result } from '#base/result.ts';
import { hash } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal, SEAL_OVERHEAD_BYTES } from '#crypto/seal.ts';
import { sign, SIGNATURE_BYTES, verify } from '#crypto/sign.ts';
import { limits } from './limits.ts';
import { opKinds, SUITE, type Op, type OpHeader, type OpKind, type SeenHead } from './op.ts';
import { readId, rememberingId } from './reading.ts';

const MAGIC = utf8('CRN1');
const SUITE_OFFSET = MAGIC.length;
const KIND_OFFSET = SUITE_OFFSET + 1;
const MIN_BODY_BYTES = 256;

/** Everything of an op but its kind, for the kinds that this version does not know. */
export type OpOfUnknownKind = Omit<Op, 'kind'> & { readonly kind: number };

/**
 * Made by a later version: kept sealed, not applied, said ("mettez à jour"). An op of an
 * unknown kind still has its place in its chain; one of an unknown suite is opaque.
 */
export type NewerOp =
  | { readonly type: 'Newer'; readonly what: 'suite' }
  | { readonly type: 'Newer'; readonly what: 'kind'; readonly op: OpOfUnknownKind };

/** Structure only: nothing is verified [P10]–[P16]. The op owns its bytes. */
export const decodeOp = (bytes: Uint8Array): Result<Op, NotDecodable | NewerOp> =>
  decodeOpView(new Uint8Array(bytes));

/** Like `decodeOp` without the copy: for a relay, which keeps nothing of the bytes it is sent. */
export function decodeOpView(bytes: Bytes): Result<Op, NotDecodable | NewerOp> {
  if (bytes.length > limits.opBytes) return err(notDecodable('op: size'));
  const isMagic = equal(MAGIC, bytes.subarray(0, MAGIC.length));
  if (!isMagic || bytes.length <= KIND_OFFSET) return err(notDecodable('op: magic'));
  if (bytes[SUITE_OFFSET] !== SUITE) return err({ type: 'Newer', what: 'suite' });
  const number = bytes[KIND_OFFSET] ?? 0;
  const kind = kindByNumber.get(number);
  if (kind === undefined) {
    const op = decodeWith(bytes, 'op', (reader) => readOp(reader, bytes, number));
    return op.ok ? err({ type: 'Newer', what: 'kind', op: op.value }) : op;
  }
  if (kind === 'access' && bytes.length > limits.accessOpBytes) {
    return err(notDecodable('op: size'));
  }
  return decodeWith(bytes, 'op', (reader) => readOp(reader, bytes, kind));
}

const kindByNumber: ReadonlyMap<number, OpKind> = new Map(
  Object.entries(opKinds).map(([kind, number]) => [number, kind as OpKind]),
);

const hashOp = (bytes: Uint8Array): Op['hash'] => idFromBytes('OpHash', hash(bytes));

const readLogId = rememberingId('LogId');
const readAuthorId = rememberingId('AuthorId');
const readWriterId = rememberingId('WriterId');

/** @param kind that of the byte at its place, or the byte itself */
function readOp<K extends OpKind | number>(
  reader: Reader,
  bytes: Bytes,
  kind: K,
): Omit<Op, 'kind'> & { readonly kind: K } {
  reader.view(KIND_OFFSET + 1, 'op: magic, suite and kind');
  const op = {
    kind,
    logId: readLogId(reader),
    epoch: reader.u32('op: epoch'),
    author: readAuthorId(reader),
    writer: readWriterId(reader),
    seq: reader.u64('op: seq'),
    prevHash: readId(reader, 'OpHash'),
    publicPart: reader.lp('op: public part', limits.opBytes),
    sealedPart: reader.view(reader.u32('op: sealed part'), 'op: sealed part'),
    signature: reader.view(SIGNATURE_BYTES, 'op: signature'),
    bytes,
    hash: hashOp(bytes),
  };
  if (op.epoch === 0) reader.fail('op: epoch');
  if (op.seq === 0 || (op.seq === 1) !== (op.prevHash === ZERO_HASH)) reader.fail('op: seq');
  if (!isPaddedLength(op.sealedPart.length - SEAL_OVERHEAD_BYTES)) reader.fail('op: padding');
  return op;
}

const isPaddedLength = (length: number): boolean =>
  length >= MIN_BODY_BYTES && padmeLength(length) === length;

/**
 * @param logKey K[epoch], 32 bytes
 * @param signingSecretKey of the header's author
 */
export function sealOp(
  deps: { readonly random: Random },
  header: OpHeader,
  publicPart: Uint8Array,
  seen: SeenHead,
  payload: Uint8Array,
  logKey: Uint8Array,
  signingSecretKey: Uint8Array,
): Op {
  const head = encodeHead(header, publicPart);
  const sealed = seal(deps.random, logKey, labels.op, head, encodeBody(seen, payload));
  const unsigned = new Writer().raw(head).lp(sealed).done();
  const signature = sign(signingSecretKey, labels.op, unsigned);
  const op = decodeOp(new Writer().raw(unsigned).raw(signature).done());
  return mustGet(op.ok ? op.value : undefined, 'a sealed op is within its limits');
}

/** The size that `sealOp` would give, so that what is too large is split before it is sealed. */
export const sealedOpBytes = (publicPartBytes: number, payloadBytes: number): number =>
  HEAD_BYTES +
  publicPartBytes +
  4 +
  SEAL_OVERHEAD_BYTES +
  padmeLength(Math.max(MIN_BODY_BYTES, SEEN_BYTES + 4 + payloadBytes)) +
  SIGNATURE_BYTES;

/** Magic, suite, kind, log, epoch, author, writer, seq, previous hash, length of the public part. */
const HEAD_BYTES = 4 + 1 + 1 + 32 + 4 + 16 + 8 + 8 + 32 + 4;
const SEEN_BYTES = 8 + 8 + 32;

/** From magic to the end of lp(public): the associated data of the sealed part. */
const encodeHead = (header: OpHeader, publicPart: Uint8Array): Bytes =>
  new Writer()
    .raw(MAGIC)
    .u8(SUITE)
    .u8(opKinds[header.kind])
    .raw(idToBytes(header.logId))
    .u32(header.epoch)
    .raw(idToBytes(header.author))
    .raw(idToBytes(header.writer))
    .u64(header.seq)
    .raw(idToBytes(header.prevHash))
    .lp(publicPart)
    .done();

/** inc ‖ relaySeq ‖ relayChain ‖ lp(payload) ‖ zeros [P14]. */
function encodeBody(seen: SeenHead, payload: Uint8Array): Bytes {
  const body = new Writer()
    .raw(idToBytes(seen.inc))
    .u64(seen.relaySeq)
    .raw(idToBytes(seen.relayChain))
    .lp(payload)
    .done();
  const padded = new Uint8Array(padmeLength(Math.max(MIN_BODY_BYTES, body.length)));
  padded.set(body);
  return padded;
}

/** What an op says to those who hold its epoch's key; the signature is not looked at [P14]. */
export function openOp(
  op: Op,
  logKey: Uint8Array,
): Result<{ readonly seen: SeenHead; readonly payload: Bytes }, 'NotAuthentic' | NotDecodable> {
  const head = op.bytes.subarray(0, HEAD_BYTES + op.publicPart.length);
  const body = open(logKey, labels.op, head, op.sealedPart);
  return body.ok ? decodeWith(body.value, 'op: body', readBody) : body;
}

function readBody(reader: Reader): { seen: SeenHead; payload: Bytes } {
  const length = reader.remaining;
  const seen: SeenHead = {
    inc: readId(reader, 'Incarnation'),
    relaySeq: reader.u64('op: relay seq'),
    relayChain: readId(reader, 'OpHash'),
  };
  const isBeforeRelay = seen.inc === ZERO_INCARNATION;
  if (isBeforeRelay !== (seen.relayChain === ZERO_HASH)) reader.fail('op: seen head');
  if (isBeforeRelay && seen.relaySeq !== 0) reader.fail('op: seen head');
  const payload = reader.lp('op: payload', limits.opBytes);
  const unpadded = Math.max(MIN_BODY_BYTES, SEEN_BYTES + 4 + payload.length);
  if (padmeLength(unpadded) !== length) reader.fail('op: padding');
  reader.zeros('op: padding');
  return { seen, payload };
}

/** Whether the author with this key signed these very bytes [P15]. */
export const verifyOpSignature = (
  op: Pick<Op, 'bytes' | 'signature'>,
  publicKey: Uint8Array,
): boolean => verify(publicKey, labels.op, op.bytes.subarray(0, -SIGNATURE_BYTES), op.signature);
