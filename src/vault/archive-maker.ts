import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { concat, toHex } from '#base/bytes.ts';
import { hash } from '#crypto/hash.ts';
import { manifestBlobId } from '#protocol/blob-manifest.ts';
import type { ChainKey } from '#protocol/op.ts';
import { ArchiveWriter, readArchive, type ReadArchive } from './archive.ts';
import { Batch } from './batch.ts';
import { manifestBytes } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import { readKit } from './kit.ts';
import type { NoteKinds } from './notes.ts';
import type { OpenVault } from './open-vault.ts';
import { contentHeads } from './log-content.ts';

/** Everything this device holds, in one file; nothing is opened on the way. */
export async function makeArchive(
  vault: OpenVault,
): Promise<Result<{ archive: Blob; fileName: string }, VaultError>> {
  const { logs, deps } = vault;
  const kit = await readKit(vault.views, vault.keyring);
  if (!kit.ok) return kit;
  const writer = new ArchiveWriter(kit.value.boxWrite ?? concat());
  const whole = await vault.turns.take(async () => {
    const seeds: { logId: LogId; ops: Uint8Array<ArrayBuffer>[] }[] = [];
    for (const log of logs.all()) {
      const ops = await logs.places.opsForSeed(log);
      if (!ops.ok) return ops;
      seeds.push({ logId: log.logId, ops: ops.value });
    }
    const blobs = await vault.blobs.all();
    return blobs.ok ? ok({ seeds, blobs: blobs.value }) : blobs;
  });
  if (!whole.ok) return whole;
  writer.logs(whole.value.seeds);
  writer.count(whole.value.blobs.length);
  for (const row of whole.value.blobs) {
    writer.piece(manifestBytes(row));
    for (const index of row.chunkHashes.keys()) {
      const chunk = await vault.blobs.chunk(row, index);
      if (!chunk.ok) return chunk;
      if (chunk.value === undefined) return err({ type: 'FileDamaged' });
      writer.piece(chunk.value);
    }
  }
  const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
  return ok({ archive: writer.done(), fileName: `carnet-${day}.carnet` });
}

/**
 * Reads an archive back and compares it with this device: whole when it holds every op and file
 * that stands here now. Only then does it count as another place.
 */
export async function checkArchive(
  vault: OpenVault,
  archive: Blob,
): Promise<Result<{ isWhole: boolean; entries: number }, VaultError>> {
  const blobs: BlobId[] = [];
  const read = await readArchive(archive, {
    begin: ({ manifest }) => {
      blobs.push(manifestBlobId(manifest));
      return Promise.resolve(ok(undefined));
    },
    chunk: () => Promise.resolve(ok(undefined)),
  });
  if (!read.ok) return read;
  const heads: Record<LogId, Record<ChainKey, number>> = {};
  let isWhole = true;
  let entries = 0;
  for (const log of vault.logs.all()) {
    // Before the ops are read: what is written meanwhile is not counted as archived.
    heads[log.logId] = contentHeads(log);
    const here = await vault.logs.places.opsForSeed(log);
    if (!here.ok) return here;
    const there = archivedOps(read.value, log.logId);
    entries += there.size;
    isWhole &&= here.value.every((op) => there.has(toHex(hash(op))));
  }
  const rows = await vault.blobs.all();
  if (!rows.ok) return rows;
  isWhole &&= rows.value.every(({ blob }) => blobs.includes(blob));
  if (isWhole) await remember(vault, heads);
  return ok({ isWhole, entries });
}

const archivedOps = ({ logs }: ReadArchive, logId: LogId): Set<string> =>
  new Set(
    logs.get(logId)?.items.flatMap((item) => (item.type === 'op' ? [toHex(hash(item.bytes))] : [])),
  );

function remember(vault: OpenVault, heads: NoteKinds['archive']['heads']): Promise<unknown> {
  return vault.turns.take(() => {
    const batch = new Batch().tell('kit', 'sync');
    vault.notes.put(batch, 'archive', '', { at: vault.deps.clock.now(), heads });
    return vault.commit(batch);
  });
}
