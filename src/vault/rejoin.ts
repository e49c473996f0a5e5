import { mustGet } from '#base/assert.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Change } from '#record/changes.ts';
import type { Entry } from '#record/entry.ts';
import { sectionByCode } from '#record/registry.ts';
import { Batch } from './batch.ts';
import type { Bell } from './bell.ts';
import { attachNoteId } from './blob-shelf.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { VaultDeps } from './ports.ts';
import { clearSealed, emptyFor } from './rebuild.ts';
import { RelaySource } from './relay-source.ts';
import { changesFor } from './republish.ts';
import { joinAll, type Admitted } from './restore.ts';
import { openParts, type VaultParts } from './vault-parts.ts';
import { blobsOf } from './window-content.ts';

/** What was written on this device and never reached the relay, record by record. */
export type Unheard = ReadonlyMap<LogId, readonly Entry[]>;

/** The entries of ops that wait. */
export async function unheardOf(vault: OpenVault): Promise<Result<Unheard, VaultError>> {
  const unheard = new Map<LogId, Entry[]>();
  for (const [logId, ops] of Map.groupBy(vault.logs.unsent(), (op) => op.logId)) {
    if (vault.logs.get(logId)?.row.sort !== 'record') continue;
    const entries: Entry[] = [];
    for (const id of new Set<EntryId>(ops.flatMap((op) => op.entries))) {
      const row = await vault.views.find(logId, id);
      if (!row.ok) return row;
      const isPersons = row.value && sectionByCode(row.value.entry.section)?.projectable === true;
      if (row.value && isPersons) entries.push(row.value.entry);
    }
    unheard.set(logId, entries);
  }
  return ok(unheard);
}

/**
 * A removed device comes back as a new one: what it held under its former keys is exchanged for
 * what another device gave it, and what had never reached the relay is written into that anew.
 * One transaction; locks and files stay as they are.
 */
export async function rejoin(
  deps: VaultDeps,
  bell: Bell,
  lsk: Uint8Array<ArrayBuffer>,
  admitted: Admitted,
  unheard: Unheard,
): Promise<Result<{ record: LogId; kept: number }, VaultError>> {
  const batch = new Batch().tell('status');
  const cleared = await clearSealed(deps, batch, ['ops', 'places', 'setAside']);
  if (!cleared.ok) return cleared;
  const parts = await openParts({ ...deps, store: emptyFor(deps) }, lsk, bell);
  if (!parts.ok) return parts;
  batch.write(parts.value.rows.indexKeyWrite());
  const source = new RelaySource(deps);
  try {
    const joined = await joinAll(parts.value, batch, admitted, source);
    const record = joined.ok ? joined.value.records[0] : undefined;
    const kept = joined.ok && record ? await writeUnheard(parts.value, batch, unheard) : joined;
    if (!joined.ok || !record || !kept.ok) {
      batch.giveUp();
      return kept.ok ? err({ type: 'NoRecoveryHere' }) : kept;
    }
    const done = await batch.commit(deps.store, bell);
    return done.ok ? ok({ record, kept: kept.value as number }) : done;
  } finally {
    await source.stop();
  }
}

/** Where both sides wrote, the later word stands; what stands here alone is added. */
async function writeUnheard(
  vault: VaultParts,
  batch: Batch,
  unheard: Unheard,
): Promise<Result<number, VaultError>> {
  let kept = 0;
  for (const [logId, entries] of unheard) {
    const log = vault.logs.get(logId);
    if (!log) continue;
    const changes: Change[] = [];
    for (const entry of entries) {
      const theirs = await vault.views.find(logId, entry.id);
      if (!theirs.ok) return theirs;
      changes.push(...changesFor(entry, theirs.value?.entry));
    }
    if (changes.length === 0) continue;
    const written = await writeEntries(vault, batch, log, changes);
    if (!written.ok) return written;
    attachAgain(vault, batch, logId, entries);
    kept += entries.length;
  }
  return ok(kept);
}

/** Their files are still on this device, and on their way again. */
function attachAgain(
  { logs, notes }: VaultParts,
  batch: Batch,
  logId: LogId,
  entries: readonly Entry[],
): void {
  const { attached } = mustGet(logs.get(logId), 'a record that came').state;
  for (const blob of blobsOf(entries)) {
    if (attached.has(blob)) continue;
    notes.put(batch, 'attach', attachNoteId(logId, blob), { log: logId, blob });
  }
}
