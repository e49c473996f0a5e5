import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { manifestBytes, type BlobRow } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { failureToError } from './relay-failure.ts';
import type { Sync } from './sync.ts';

type Sending = {
  readonly isStopped: () => boolean;
  /** Bytes of the file that the relay holds, and all of them. */
  readonly sent: (doneBytes: number, totalBytes: number) => void;
};

/** Sends what the relay lacks of a sealed file, for one log; each chunk is checked there. */
export async function sendBlob(
  vault: Pick<OpenVault, 'blobs' | 'deps'>,
  sync: Sync,
  log: LogId,
  row: BlobRow,
  { isStopped, sent }: Sending,
): Promise<Result<void, VaultError>> {
  const token = await sync.blobToken(log);
  if (!token.ok) return token;
  const { relay } = vault.deps;
  const missing = await relay.declareBlob(log, token.value, row.blob, manifestBytes(row));
  if (!missing.ok) return err(failureToError(missing.error));
  const total = row.chunkHashes.length;
  for (const [done, index] of missing.value.entries()) {
    if (isStopped()) return err({ type: 'Locked' });
    const chunk = await vault.blobs.chunk(row, index);
    if (!chunk.ok) return chunk;
    if (chunk.value === undefined) return err({ type: 'FileDamaged' });
    const fresh = await sync.blobToken(log);
    if (!fresh.ok) return fresh;
    const put = await relay.putChunk(log, fresh.value, row.blob, index, chunk.value);
    if (!put.ok) return err(failureToError(put.error));
    const doneChunks = total - missing.value.length + done + 1;
    sent(doneChunks * chunk.value.length, total * chunk.value.length);
  }
  return ok(undefined);
}
