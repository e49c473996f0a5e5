import { copy, type Bytes } from '#base/bytes.ts';
import { notDecodable, type NotDecodable } from '#base/codec.ts';
import { err, type Result } from '#base/result.ts';
import { encodeRights } from './access-codec.ts';
import { limits } from './limits.ts';
import {
  SIGNATURE_BYTES,
  readHead,
  readHeld,
  readItem,
  readReads,
  readRefusal,
  readRights,
  readToken,
  writeHead,
  writeItem,
  writeReads,
} from './message-parts.ts';
import { refusals, type ClientMessage, type LogItem, type RelayMessage } from './messages.ts';
import { FrameWriter, readFrame, type FrameReader } from './wire.ts';

/** The version of the socket's language, said in `welcome` [P202]. */
export const SOCKET_VERSION = 1;

const CHALLENGE_BYTES = 32;
const PUBLIC_KEY_BYTES = 32;
/** Bounds of lists, so that a small frame never asks for a large allocation. */
const MAX_ITEMS = 4096;
const MAX_MISSING = 16_384;

/** The first byte of a frame [P201] [P202]. */
const clientTags = {
  prove: 1,
  open: 2,
  leave: 3,
  append: 4,
  credit: 5,
  seedBegin: 6,
  seedOp: 7,
  seedEnd: 8,
  blobToken: 9,
  reads: 10,
  ping: 11,
} as const satisfies Record<ClientMessage['type'], number>;

const relayTags = {
  welcome: 1,
  proven: 2,
  absent: 3,
  items: 4,
  caughtUp: 5,
  ack: 6,
  refused: 7,
  seeded: 8,
  seedRefused: 9,
  blobToken: 10,
  erased: 11,
  reads: 12,
  error: 13,
  pong: 14,
  unavailable: 15,
} as const satisfies Record<RelayMessage['type'], number>;

export function encodeClientMessage(message: ClientMessage): Bytes {
  const writer = new FrameWriter().u8(clientTags[message.type]);
  switch (message.type) {
    case 'prove':
      return writer.id(message.logId).raw(message.publicKey).raw(message.signature).done();
    case 'open':
      writer.id(message.logId).uint(message.after);
      return writer.u8(message.whole === true ? 1 : 0).done();
    case 'append':
      return writer.bytes(message.op).done();
    case 'credit':
      return writer.uint(message.bytes).done();
    case 'seedOp':
      return writer.id(message.logId).bytes(message.op).done();
    case 'ping':
      return writer.uint(message.nonce).done();
    case 'leave':
    case 'seedBegin':
    case 'seedEnd':
    case 'blobToken':
    case 'reads':
      return writer.id(message.logId).done();
  }
}

/** The op of an `append` or `seedOp` is a view on the frame. */
export function decodeClientMessage(frame: Bytes): Result<ClientMessage, NotDecodable> {
  if (frame.length > limits.frameBytes) return err(notDecodable('frame'));
  return readFrame(frame, readClientMessage);
}

function readClientMessage(reader: FrameReader): ClientMessage {
  switch (reader.u8('type')) {
    case clientTags.prove:
      return {
        type: 'prove',
        logId: reader.id('LogId'),
        publicKey: copy(reader.raw(PUBLIC_KEY_BYTES, 'public key')),
        signature: copy(reader.raw(SIGNATURE_BYTES, 'signature')),
      };
    case clientTags.open:
      return readOpen(reader);
    case clientTags.leave:
      return { type: 'leave', logId: reader.id('LogId') };
    case clientTags.append:
      return { type: 'append', op: reader.bytes('op', limits.frameBytes) };
    case clientTags.credit:
      return { type: 'credit', bytes: reader.uint('credit', limits.creditBytes) };
    case clientTags.seedBegin:
      return { type: 'seedBegin', logId: reader.id('LogId') };
    case clientTags.seedOp: {
      const logId = reader.id('LogId');
      return { type: 'seedOp', logId, op: reader.bytes('op', limits.frameBytes) };
    }
    case clientTags.seedEnd:
      return { type: 'seedEnd', logId: reader.id('LogId') };
    case clientTags.blobToken:
      return { type: 'blobToken', logId: reader.id('LogId') };
    case clientTags.reads:
      return { type: 'reads', logId: reader.id('LogId') };
    case clientTags.ping:
      return { type: 'ping', nonce: reader.uint('nonce') };
    default:
      return reader.fail('type');
  }
}

function readOpen(reader: FrameReader): ClientMessage {
  const open = { type: 'open', logId: reader.id('LogId'), after: reader.uint('after') } as const;
  return reader.uint('whole', 1) === 1 ? { ...open, whole: true } : open;
}

export function encodeRelayMessage(message: RelayMessage): Bytes {
  const expectedBytes = message.type === 'items' ? itemsBytes(message.items) : 0;
  const writer = new FrameWriter(expectedBytes).u8(relayTags[message.type]);
  switch (message.type) {
    case 'welcome':
      return writer
        .uint(message.version)
        .raw(message.challenge)
        .raw(message.relayPublicKey)
        .uint(message.now)
        .done();
    case 'proven':
      writer.id(message.logId).u8(encodeRights(message.rights));
      return writeHead(writer, message.head).done();
    case 'items':
      writer.id(message.logId).u8(message.head === undefined ? 0 : 1);
      if (message.head !== undefined) writeHead(writer, message.head);
      return writer.list(message.items, (item) => writeItem(writer, item)).done();
    case 'caughtUp':
      return writeHead(writer.id(message.logId), message.head).done();
    case 'ack':
      writer.id(message.logId).id(message.author).id(message.writer).uint(message.seq);
      return writer.id(message.hash).uint(message.relaySeq).done();
    case 'refused':
      writer.id(message.logId).id(message.hash).u8(refusals.indexOf(message.reason));
      return writer.uint(message.held.seq).id(message.held.hash).done();
    case 'seeded':
      writeHead(writer.id(message.logId), message.head);
      return writer.list(message.missingBlobs, (blob) => writer.id(blob)).done();
    case 'seedRefused':
      return writer.id(message.logId).u8(refusals.indexOf(message.reason)).done();
    case 'blobToken':
      writer.id(message.logId).bytes(new TextEncoder().encode(message.token));
      return writer.uint(message.expires).done();
    case 'reads':
      return writeReads(writer.id(message.logId), message.reads).done();
    case 'error':
      return writer.u8(refusals.indexOf(message.reason)).done();
    case 'pong':
      return writer.uint(message.nonce).done();
    case 'absent':
    case 'unavailable':
    case 'erased':
      return writer.id(message.logId).done();
  }
}

/** A little more than a frame of items takes: pages are large, and wait for who reads slowly. */
function itemsBytes(items: readonly LogItem[]): number {
  const [FRAME, ITEM] = [256, 96];
  return items.reduce(
    (sum, item) => sum + ITEM + (item.type === 'op' ? item.bytes.length : 0),
    FRAME,
  );
}

/** Bytes of the message own their buffer: they go to storage and to other threads. */
export function decodeRelayMessage(frame: Bytes): Result<RelayMessage, NotDecodable> {
  if (frame.length > limits.frameBytes) return err(notDecodable('frame'));
  return readFrame(frame, readRelayMessage);
}

function readRelayMessage(reader: FrameReader): RelayMessage {
  const tag = reader.u8('type');
  if (tag === relayTags.welcome) return readWelcome(reader);
  if (tag === relayTags.error) return { type: 'error', reason: readRefusal(reader) };
  if (tag === relayTags.pong) return { type: 'pong', nonce: reader.uint('nonce') };
  const logId = reader.id('LogId');
  switch (tag) {
    case relayTags.proven:
      return { type: 'proven', logId, rights: readRights(reader), head: readHead(reader) };
    case relayTags.absent:
      return { type: 'absent', logId };
    case relayTags.unavailable:
      return { type: 'unavailable', logId };
    case relayTags.items: {
      const head = reader.uint('head', 1) === 1 ? readHead(reader) : undefined;
      const items = reader.list('items', MAX_ITEMS, () => readItem(reader));
      return { type: 'items', logId, items, head };
    }
    case relayTags.caughtUp:
      return { type: 'caughtUp', logId, head: readHead(reader) };
    case relayTags.ack:
      return {
        type: 'ack',
        logId,
        author: reader.id('AuthorId'),
        writer: reader.id('WriterId'),
        seq: reader.uint('seq'),
        hash: reader.id('OpHash'),
        relaySeq: reader.uint('relaySeq'),
      };
    case relayTags.refused: {
      const hash = reader.id('OpHash');
      return { type: 'refused', logId, hash, reason: readRefusal(reader), held: readHeld(reader) };
    }
    case relayTags.seeded: {
      const head = readHead(reader);
      const missingBlobs = reader.list('missing', MAX_MISSING, () => reader.id('BlobId'));
      return { type: 'seeded', logId, head, missingBlobs };
    }
    case relayTags.seedRefused:
      return { type: 'seedRefused', logId, reason: readRefusal(reader) };
    case relayTags.blobToken:
      return {
        type: 'blobToken',
        logId,
        token: readToken(reader),
        expires: reader.instant('expires'),
      };
    case relayTags.erased:
      return { type: 'erased', logId };
    case relayTags.reads:
      return { type: 'reads', logId, reads: readReads(reader) };
    default:
      return reader.fail('type');
  }
}

const readWelcome = (reader: FrameReader): RelayMessage => ({
  type: 'welcome',
  version: reader.uint('version'),
  challenge: copy(reader.raw(CHALLENGE_BYTES, 'challenge')),
  relayPublicKey: copy(reader.raw(PUBLIC_KEY_BYTES, 'relay key')),
  now: reader.instant('now'),
});
