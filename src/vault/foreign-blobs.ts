import { equal } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { blobChunkHash } from '#crypto/blob-stream.ts';
import { decodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import { manifestOf, type BlobRow, type BlobShelf } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import type { RelayHttp } from './ports.ts';
import { failureToError } from './relay-failure.ts';
import type { BlobOrigin, ForeignBlob } from './snapshot-docs.ts';
import type { Sync } from './sync.ts';

/** Nothing of the relay's word is taken: the manifest must hash to the id, each chunk to its hash. */
export async function blobAtRelay(
  relay: RelayHttp,
  sync: Sync,
  logId: LogId,
  blob: BlobId,
): Promise<Result<ForeignBlob | undefined, VaultError>> {
  const token = await sync.blobToken(logId);
  if (!token.ok) return token;
  const bytes = await relay.getManifest(logId, token.value, blob);
  if (!bytes.ok) {
    const isNotThere = bytes.error.type === 'RelayRefused' && bytes.error.status === 404;
    return isNotThere ? ok(undefined) : err(failureToError(bytes.error));
  }
  const manifest = decodeBlobManifest(bytes.value);
  if (!manifest.ok || manifestBlobId(manifest.value) !== blob) return err({ type: 'FileDamaged' });
  const chunk: ForeignBlob['chunk'] = async (index) => {
    const read = await relay.getChunk(logId, token.value, blob, index);
    if (!read.ok) return err(failureToError(read.error));
    const expected = mustGet(manifest.value.chunkHashes[index], 'an index of the manifest');
    return equal(blobChunkHash(read.value), expected) ? read : err({ type: 'FileDamaged' });
  };
  return ok({ manifest: manifest.value, chunk });
}

/** Files that lie on this device already, under rows that `find` knows. */
export const blobsHere =
  (
    shelf: BlobShelf,
    find: (blob: BlobId) => Promise<Result<BlobRow | undefined, VaultError>>,
  ): BlobOrigin =>
  async (_logId, blob) => {
    const row = await find(blob);
    if (!row.ok || !row.value) return row.ok ? ok(undefined) : row;
    const held = row.value;
    const chunk: ForeignBlob['chunk'] = (index) => shelf.chunk(held, index);
    return ok({ manifest: manifestOf(held), chunk, row: held });
  };
