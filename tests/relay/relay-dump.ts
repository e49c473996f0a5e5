import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { openBlob } from '#crypto/blob-stream.ts';
import { decodeBlobManifest } from '#protocol/blob-manifest.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import type { MemoryRelay } from './memory-relay.ts';

/** Every op that a relay ever held, erased and retired ones too, in the order they came. */
export function opsIn(relay: MemoryRelay, logId?: LogId): Op[] {
  return relay.commits.flat().flatMap((change) => {
    if (change.type !== 'append' || !change.op.bytes) return [];
    const op = decodeOp(change.op.bytes);
    return op.ok && (logId === undefined || op.value.logId === logId) ? [op.value] : [];
  });
}

/** A sealed file as a relay holds it. */
export type DumpedBlob = {
  readonly blob: BlobId;
  readonly header: Bytes;
  readonly chunks: readonly Bytes[];
};

export async function blobsIn(relay: MemoryRelay): Promise<DumpedBlob[]> {
  const dumped: DumpedBlob[] = [];
  for (const blob of await relay.blobs.list()) {
    const manifest = decodeBlobManifest(mustGet(await relay.blobs.manifest(blob), 'it is listed'));
    if (!manifest.ok) throw new Error('a manifest that the relay took');
    const chunks: Bytes[] = [];
    for (const index of manifest.value.chunkHashes.keys()) {
      chunks.push(mustGet(await relay.blobs.chunk(blob, index), 'the blob is whole'));
    }
    dumped.push({ blob, header: manifest.value.header, chunks });
  }
  return dumped;
}

/** Whether a file key opens a blob to its end. */
export async function opensBlob(fileKey: Bytes, { header, chunks }: DumpedBlob): Promise<boolean> {
  async function* read(): AsyncGenerator<Bytes> {
    await Promise.resolve();
    yield* chunks;
  }
  const opening = openBlob(fileKey, header, read());
  for (;;) {
    const next = await opening.next();
    if (next.done === true) return next.value.ok;
  }
}
