import { concat, toHex, type Bytes } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { BLOB_CHUNK_BYTES } from '#crypto/blob-stream.ts';
import type { BlobManifest } from '#protocol/blob-manifest.ts';
import { limits } from '#protocol/limits.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import {
  decodeSnapshotDoc,
  decodeSnapshotPayload,
  encodeSnapshotDoc,
} from '#protocol/snapshot-codec.ts';
import type { SnapshotDoc } from '#protocol/snapshots.ts';
import { manifestOf, type BlobRow, type BlobShelf } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';

/** A sealed file elsewhere, or one that lies here under a row that is not written yet. */
export type ForeignBlob = {
  readonly manifest: BlobManifest;
  readonly chunk: (index: number) => Promise<Result<Bytes | undefined, VaultError>>;
  readonly row?: BlobRow;
};

/** Where the blobs of a log are found; undefined: not there. */
export type BlobOrigin = (
  logId: LogId,
  blob: BlobId,
) => Promise<Result<ForeignBlob | undefined, VaultError>>;

/** One doc of a snapshot, opened. */
export type FetchedDoc = {
  readonly docId: string;
  readonly blob: BlobId;
  /** Hex. */
  readonly fileKey: string;
  readonly content: SnapshotDoc;
};

/** A snapshot with its docs; `rows` name the files that were brought to this device for it. */
export type FetchedSnapshot = {
  readonly op: Op;
  readonly docs: readonly FetchedDoc[];
  readonly rows: readonly BlobRow[];
};

/** Brings the docs of a snapshot to this device and opens them. Nothing names their files yet. */
export async function fetchSnapshot(
  blobs: BlobShelf,
  log: Pick<OpenLog, 'logId' | 'keyOf'>,
  op: Op,
  origin: BlobOrigin,
): Promise<Result<FetchedSnapshot, VaultError>> {
  const key = log.keyOf(op.epoch);
  const body = key && openOp(op, key);
  if (body?.ok !== true) return err({ type: 'FileDamaged' });
  const payload = decodeSnapshotPayload(body.value.payload);
  if (!payload.ok) {
    return err({ type: payload.error.type === 'Newer' ? 'NewerData' : 'FileDamaged' });
  }
  const docs: FetchedDoc[] = [];
  const rows: BlobRow[] = [];
  for (const { docId, blob, fileKey } of payload.value.docs) {
    const brought = await bringBlob(blobs, log.logId, blob, origin);
    if (!brought.ok) return brought;
    const { row, isNew } = brought.value;
    if (isNew) rows.push(row);
    const pieces = await blobs.openWith(manifestOf(row), fileKey, (i) => blobs.chunk(row, i));
    if (!pieces.ok) return pieces;
    const content = await inflateDoc(pieces.value);
    if (!content.ok) return content;
    docs.push({ docId, blob, fileKey: toHex(fileKey), content: content.value });
  }
  return ok({ op, docs, rows });
}

/** Brings a sealed file to this device, if it is not here. Nothing names a new one yet. */
export async function bringBlob(
  blobs: BlobShelf,
  logId: LogId,
  blob: BlobId,
  origin: BlobOrigin,
  maxChunks = MAX_CHUNKS,
): Promise<Result<{ row: BlobRow; isNew: boolean }, VaultError>> {
  const held = await blobs.row(blob);
  if (!held.ok) return held;
  if (held.value) return ok({ row: held.value, isNew: false });
  const foreign = await origin(logId, blob);
  if (!foreign.ok) return foreign;
  if (!foreign.value) return err({ type: 'FileNotHere' });
  const { manifest, chunk, row } = foreign.value;
  if (manifest.chunkHashes.length > maxChunks) return err({ type: 'FileDamaged' });
  if (row) return ok({ row, isNew: false });
  const copied = await blobs.copyIn(manifest, chunk);
  return copied.ok ? ok({ row: copied.value, isNew: true }) : copied;
}

const MAX_CHUNKS = limits.snapshotDocBytes / BLOB_CHUNK_BYTES + 1;

/** What goes into the blob of a doc [P39]. */
export async function deflateDoc(doc: SnapshotDoc): Promise<Bytes> {
  const stream = new Blob([encodeSnapshotDoc(doc)]).stream();
  const deflated = await readAll(
    stream.pipeThrough(new CompressionStream('deflate-raw')),
    Infinity,
  );
  return deflated ?? concat();
}

/** The opposite, never beyond the size that a doc may have. */
export async function inflateDoc(
  pieces: readonly Bytes[],
): Promise<Result<SnapshotDoc, VaultError>> {
  const stream = new Blob([...pieces]).stream();
  let inflated: Bytes | undefined;
  try {
    const opened = stream.pipeThrough(new DecompressionStream('deflate-raw'));
    inflated = await readAll(opened, limits.snapshotDocBytes);
  } catch {
    return err({ type: 'FileDamaged' });
  }
  const doc = inflated && decodeSnapshotDoc(inflated);
  if (doc?.ok === true) return doc;
  return err({ type: doc?.error.type === 'Newer' ? 'NewerData' : 'FileDamaged' });
}

/** Undefined: there is more than `maxBytes`. */
async function readAll(
  stream: ReadableStream<Bytes>,
  maxBytes: number,
): Promise<Bytes | undefined> {
  const pieces: Bytes[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...pieces);
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
}
