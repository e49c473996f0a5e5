import { toHex, utf8, type Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { idToBytes } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import { FILE_KEY_BYTES } from '#crypto/blob-stream.ts';
import { limits } from './limits.ts';
import { PAYLOAD_VERSION } from './payloads.ts';
import { readId } from './reading.ts';
import type { SnapshotChange, SnapshotDoc, SnapshotHead, SnapshotPayload } from './snapshots.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

/*
 * Everything here stands in strictly ascending order, so that one content has one encoding:
 * heads by author and writer, blobs and clients by themselves, docs by the bytes of their names.
 */

const chainOf = ({ author, writer }: Pick<SnapshotHead, 'author' | 'writer'>): string =>
  author + writer;

/** Public part of a snapshot [P37]. */
export const encodeSnapshotChange = ({ heads, attached }: SnapshotChange): Bytes =>
  new Writer()
    .list(sortedBy(heads, chainOf), (writer, head) =>
      writer
        .raw(idToBytes(head.author))
        .raw(idToBytes(head.writer))
        .u64(head.seq)
        .raw(idToBytes(head.hash)),
    )
    .list(
      sortedBy(attached, ({ blob }) => blob),
      (writer, { blob, by }) => writer.raw(idToBytes(blob)).raw(idToBytes(by)),
    )
    .done();

export const decodeSnapshotChange = (bytes: Uint8Array): Result<SnapshotChange, NotDecodable> =>
  decodeWith(bytes, 'snapshot', (reader) => ({
    heads: readSorted(reader, 'snapshot: heads', limits.snapshotHeads, readHead, chainOf),
    attached: readSorted(
      reader,
      'snapshot: attached',
      limits.keptBlobs,
      (each) => ({ blob: readId(each, 'BlobId'), by: readId(each, 'AuthorId') }),
      ({ blob }) => blob,
    ),
  }));

function readHead(reader: Reader): SnapshotHead {
  const head = {
    author: readId(reader, 'AuthorId'),
    writer: readId(reader, 'WriterId'),
    seq: reader.u64('snapshot: seq'),
    hash: readId(reader, 'OpHash'),
  };
  return head.seq === 0 ? reader.fail('snapshot: seq') : head;
}

/** Sealed part of a snapshot [P38]. */
export const encodeSnapshotPayload = ({ docs }: SnapshotPayload): Bytes =>
  new Writer()
    .u32(PAYLOAD_VERSION)
    .list(sortedBy(docs, nameOf), (writer, { docId, blob, fileKey }) =>
      writer.text(docId).raw(idToBytes(blob)).raw(fileKey),
    )
    .done();

export const decodeSnapshotPayload = (
  bytes: Uint8Array,
): Result<SnapshotPayload, NotDecodable | Newer> =>
  decodeVersioned(bytes, 'snapshot', PAYLOAD_VERSION, (reader) => ({
    docs: readSorted(reader, 'snapshot: docs', limits.snapshotDocs, readDoc, nameOf),
  }));

/** Hexadecimal sorts as the bytes it stands for. */
const nameOf = ({ docId }: { readonly docId: string }): string => toHex(utf8(docId));

const readDoc = (reader: Reader): SnapshotPayload['docs'][number] => ({
  docId: reader.text('snapshot: doc', limits.docIdBytes),
  blob: readId(reader, 'BlobId'),
  fileKey: reader.raw(FILE_KEY_BYTES, 'snapshot: file key'),
});

/** What the blob of a doc holds once it is inflated [P39]. */
export const encodeSnapshotDoc = ({ clients, state }: SnapshotDoc): Bytes =>
  new Writer()
    .u32(PAYLOAD_VERSION)
    .list(sortedBy(clients, clientOf), (writer, { clientId, author, writer: by }) =>
      writer.u32(clientId).raw(idToBytes(author)).raw(idToBytes(by)),
    )
    .lp(state)
    .done();

export const decodeSnapshotDoc = (bytes: Uint8Array): Result<SnapshotDoc, NotDecodable | Newer> =>
  decodeVersioned(bytes, 'snapshot doc', PAYLOAD_VERSION, (reader) => ({
    clients: readSorted(
      reader,
      'snapshot doc: clients',
      limits.snapshotClients,
      (each) => ({
        clientId: each.u32('snapshot doc: client'),
        author: readId(each, 'AuthorId'),
        writer: readId(each, 'WriterId'),
      }),
      clientOf,
    ),
    state: reader.lp('snapshot doc: state', limits.snapshotDocBytes),
  }));

const clientOf = ({ clientId }: { readonly clientId: number }): number => clientId;

function readSorted<T>(
  reader: Reader,
  what: string,
  maxItems: number,
  read: (reader: Reader) => T,
  keyOf: (item: T) => string | number,
): T[] {
  const items = reader.list(what, maxItems, read);
  const isSorted = items.every((item, i) => {
    const before = items[i - 1];
    return before === undefined || keyOf(before) < keyOf(item);
  });
  return isSorted ? items : reader.fail(`${what}: order`);
}

const sortedBy = <T>(items: readonly T[], keyOf: (item: T) => string | number): T[] =>
  [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
