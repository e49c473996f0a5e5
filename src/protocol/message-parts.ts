import { copy } from '#base/bytes.ts';
import { decodeRights } from './access-codec.ts';
import type { Rights } from './access.ts';
import { limits } from './limits.ts';
import { refusals, type LogItem, type Read, type Refusal, type SignedHead } from './messages.ts';
import type { ChainHead } from './op.ts';
import type { FrameReader, FrameWriter } from './wire.ts';

export const SIGNATURE_BYTES = 64;
const TOKEN_BYTES = 256;
const MAX_READS = 4096;

/** inc 8 ‖ relaySeq ‖ chain 32 ‖ signature 64 [P202]. */
export const writeHead = (writer: FrameWriter, head: SignedHead): FrameWriter =>
  writer.id(head.inc).uint(head.relaySeq).id(head.chain).raw(head.signature);

export const readHead = (reader: FrameReader): SignedHead => ({
  inc: reader.id('Incarnation'),
  relaySeq: reader.uint('relaySeq'),
  chain: reader.id('OpHash'),
  signature: copy(reader.raw(SIGNATURE_BYTES, 'signature')),
});

const itemTags = { op: 0, stub: 1 } as const satisfies Record<LogItem['type'], number>;

export function writeItem(writer: FrameWriter, item: LogItem): void {
  writer.u8(itemTags[item.type]).uint(item.relaySeq);
  if (item.type === 'op') writer.bytes(item.bytes);
  else writer.id(item.author).id(item.writer).uint(item.seq).id(item.hash);
}

export function readItem(reader: FrameReader): LogItem {
  const isOp = reader.uint('item', itemTags.stub) === itemTags.op;
  const relaySeq = reader.uint('relaySeq');
  if (isOp) return { type: 'op', relaySeq, bytes: copy(reader.bytes('op', limits.opBytes)) };
  return {
    type: 'stub',
    relaySeq,
    author: reader.id('AuthorId'),
    writer: reader.id('WriterId'),
    seq: reader.uint('seq'),
    hash: reader.id('OpHash'),
  };
}

export const readRights = (reader: FrameReader): Rights =>
  decodeRights(reader.u8('rights')) ?? reader.fail('rights');

export const readHeld = (reader: FrameReader): ChainHead => ({
  seq: reader.uint('seq'),
  hash: reader.id('OpHash'),
});

export const readRefusal = (reader: FrameReader): Refusal =>
  refusals[reader.u8('reason')] ?? reader.fail('reason');

/** A token is made of visible ASCII: it goes into an HTTP header. */
export function readToken(reader: FrameReader): string {
  const bytes = reader.bytes('token', TOKEN_BYTES);
  if (bytes.some((byte) => byte < 0x21 || byte > 0x7e)) reader.fail('token');
  return String.fromCharCode(...bytes);
}

/** The relay's account of what each key fetched. */
type Reads = readonly Read[];

export function writeReads(writer: FrameWriter, reads: Reads): FrameWriter {
  return writer.list(reads, (read) => {
    writer.id(read.author).uint(read.at).uint(read.fromSeq).uint(read.toSeq);
    writer.list(read.blobs, (blob) => writer.id(blob));
  });
}

export const readReads = (reader: FrameReader): Reads =>
  reader.list('reads', MAX_READS, () => ({
    author: reader.id('AuthorId'),
    at: reader.instant('at'),
    fromSeq: reader.uint('fromSeq'),
    toSeq: reader.uint('toSeq'),
    blobs: reader.list('blobs', limits.blobsPerOp, () => reader.id('BlobId')),
  }));
