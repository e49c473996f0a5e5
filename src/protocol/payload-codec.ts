import type { Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { idToBytes, type BlobId, type EntryId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import { FILE_KEY_BYTES } from '#crypto/blob-stream.ts';
import { limits } from './limits.ts';
import {
  PAYLOAD_VERSION,
  type BlobChange,
  type DepositPayload,
  type UpdatePayload,
  type WindowChange,
  type WindowInBlob,
  type WindowPayload,
} from './payloads.ts';
import { ascending, readFlag, readId, readIds } from './reading.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

const versioned = (): Writer => new Writer().u32(PAYLOAD_VERSION);
type Decoded<T> = Result<T, NotDecodable | Newer>;

/** Sealed part of an update [P30]. */
export const encodeUpdatePayload = (payload: UpdatePayload): Bytes =>
  versioned().text(payload.docId).u32(payload.clientId).lp(payload.update).done();

export const decodeUpdatePayload = (bytes: Uint8Array): Decoded<UpdatePayload> =>
  decodeVersioned(bytes, 'update', PAYLOAD_VERSION, (reader) => ({
    docId: reader.text('update: doc', limits.docIdBytes),
    clientId: reader.u32('update: client'),
    update: reader.lp('update: update', limits.opBytes),
  }));

/** Public part of a window [P31]. */
export function encodeWindowChange(change: WindowChange): Bytes {
  const writer = new Writer().raw(idToBytes(change.prevWindow)).u8(change.full ? 1 : 0);
  if (change.full) writeBlobIds(writer, change.full.keptBlobs);
  return writer.done();
}

export const decodeWindowChange = (bytes: Uint8Array): Result<WindowChange, NotDecodable> =>
  decodeWith(bytes, 'window', (reader) => ({
    prevWindow: readId(reader, 'OpHash'),
    full: readFlag(reader, 'window: full')
      ? { keptBlobs: readIds(reader, 'BlobId', 'window: kept blobs', limits.keptBlobs) }
      : undefined,
  }));

const writeBlobIds = (writer: Writer, blobs: readonly BlobId[]): Writer =>
  writer.list(ascending(blobs), (each, blob) => each.raw(idToBytes(blob)));

const CONTENT_IN_OP = 0;
const CONTENT_IN_BLOB = 1;

/**
 * Sealed part of a window, or the bytes that a blob holds for one [P32]. Entries are put in the
 * order of their ids, which says nothing of the record.
 */
export function encodeWindowPayload(payload: WindowPayload): Bytes {
  const jsonById = new Map(payload.puts.map(({ id, json }) => [id, json]));
  return versioned()
    .u8(CONTENT_IN_OP)
    .u32(payload.rev)
    .text(payload.about)
    .list(ascending([...jsonById.keys()]), (writer, id) =>
      writer.raw(idToBytes(id)).text(jsonById.get(id) ?? ''),
    )
    .list(ascending(payload.removed), (writer, id) => writer.raw(idToBytes(id)))
    .done();
}

/** Sealed part of a full window whose content travels in a blob [P33]. */
export const encodeWindowInBlob = ({ inBlob }: WindowInBlob): Bytes =>
  versioned().u8(CONTENT_IN_BLOB).raw(idToBytes(inBlob.blob)).raw(inBlob.fileKey).done();

/** JSON is not parsed here: what an entry may hold is the matter of the record. */
export const decodeWindowPayload = (bytes: Uint8Array): Decoded<WindowPayload | WindowInBlob> =>
  decodeVersioned(bytes, 'window', PAYLOAD_VERSION, (reader) => {
    const form = reader.u8('window: form');
    if (form === CONTENT_IN_OP) return readWindowContent(reader, limits.windowEntriesPerOp);
    if (form !== CONTENT_IN_BLOB) return reader.fail('window: form');
    const blob = readId(reader, 'BlobId');
    return { inBlob: { blob, fileKey: reader.raw(FILE_KEY_BYTES, 'window: file key') } };
  });

/** What the blob of a `WindowInBlob` holds [P33]. */
export const decodeWindowBlob = (bytes: Uint8Array): Decoded<WindowPayload> =>
  decodeVersioned(bytes, 'window', PAYLOAD_VERSION, (reader) =>
    reader.u8('window: form') === CONTENT_IN_OP
      ? readWindowContent(reader, limits.windowEntriesPerBlob)
      : reader.fail('window: form'),
  );

function readWindowContent(reader: Reader, maxEntries: number): WindowPayload {
  const rev = reader.u32('window: rev');
  const about = reader.text('window: about', limits.windowAboutBytes);
  const puts = reader.list('window: puts', maxEntries, readPut);
  const removed = readIds(reader, 'EntryId', 'window: removed', maxEntries);
  const put = new Set(puts.map(({ id }) => id));
  const isOrdered = puts.every(({ id }, index) => index === 0 || (puts[index - 1]?.id ?? id) < id);
  if (!isOrdered || removed.some((id) => put.has(id))) reader.fail('window: order');
  return { rev: rev === 0 ? reader.fail('window: rev') : rev, about, puts, removed };
}

const readPut = (reader: Reader): { id: EntryId; json: string } => ({
  id: readId(reader, 'EntryId'),
  json: reader.text('window: entry'),
});

/** Public part of attach and detach [P34]. */
export const encodeBlobChange = (change: BlobChange): Bytes =>
  writeBlobIds(new Writer(), change.blobs).done();

export const decodeBlobChange = (bytes: Uint8Array): Result<BlobChange, NotDecodable> =>
  decodeWith(bytes, 'blobs', (reader) => {
    const blobs = readIds(reader, 'BlobId', 'blobs', limits.blobsPerOp);
    return blobs.length === 0 ? reader.fail('blobs: none') : { blobs };
  });

/** Sealed part of a deposit [P35]. */
export const encodeDepositPayload = (payload: DepositPayload): Bytes =>
  versioned().lp(payload.statement).done();

export const decodeDepositPayload = (bytes: Uint8Array): Decoded<DepositPayload> =>
  decodeVersioned(bytes, 'deposit', PAYLOAD_VERSION, (reader) => ({
    statement: reader.lp('deposit: statement', limits.statementBytes),
  }));

/** Sealed part of attach, detach and erase: a version and nothing else [P36]. */
export const encodeBarePayload = (): Bytes => versioned().done();

export const decodeBarePayload = (bytes: Uint8Array): Decoded<null> =>
  decodeVersioned(bytes, 'payload', PAYLOAD_VERSION, () => null);
