import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import type { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { instant } from '#base/time.ts';
import type { Result } from '#base/result.ts';
import { systemRandom } from '#crypto/random.ts';
import { Batch } from '#vault/batch.ts';
import { Bell } from '#vault/bell.ts';
import type { VaultError } from '#vault/errors.ts';
import type { StoreError, VaultDeps } from '#vault/ports.ts';
import { openParts, type VaultParts } from '#vault/vault-parts.ts';

/** The parts of an open vault over a disk in memory, with no relay and nothing in them. */
export async function partsOn(
  disk: MemoryDisk,
  lsk: Uint8Array<ArrayBuffer>,
  failCommit: () => StoreError | undefined = () => undefined,
): Promise<VaultParts> {
  const never = (): never => {
    throw new Error('nothing here speaks to a relay');
  };
  const deps: VaultDeps = {
    store: createMemoryStore({ disk, failCommit }),
    files: createMemoryBlobFiles({ disk }),
    connect: never,
    relay: new Proxy({}, { get: never }) as VaultDeps['relay'],
    random: systemRandom,
    clock: { now: () => instant(1_800_000_000_000) },
    timers: { at: never },
    origin: 'http://localhost',
    zone: 'Europe/Paris',
  };
  return must(await openParts(deps, lsk, new Bell()));
}

export function must<T>(result: Result<T, VaultError>): T {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Gathers and commits. */
export async function inBatch(
  parts: VaultParts,
  gather: (batch: Batch) => void | Promise<void>,
): Promise<Result<void, VaultError>> {
  const batch = new Batch();
  await gather(batch);
  return parts.commit(batch);
}
