import { err, type Result } from '#base/result.ts';
import type { ChainKey } from '#protocol/op.ts';
import type { Change } from '#record/changes.ts';
import { encodeState, readEntries } from '#record/document.ts';
import type { Entry } from '#record/entry.ts';
import { hasPending, loadDoc, type DocPart } from '#record/merge.ts';
import type { Batch } from './batch.ts';
import type { LoadedDoc } from './docs.ts';
import { showDoc, writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** A doc as who begins from the snapshot would have it: its state there, and what came after. */
export type DocElsewhere = {
  readonly docId: string;
  readonly parts: readonly DocPart[];
  readonly clients: ReadonlyMap<number, ChainKey>;
};

/**
 * Publishes again what a snapshot left out. This device's doc leans on writes that others will
 * never get: it is exchanged for theirs, and what that one lacks is written into it anew.
 */
export async function republish(
  vault: OpenVault,
  batch: Batch,
  log: OpenLog,
  here: LoadedDoc,
  there: DocElsewhere,
): Promise<Result<void, VaultError>> {
  const other = loadDoc(there.parts);
  if (!other.ok || hasPending(other.value)) return err({ type: 'FileDamaged' });
  const own = readEntries(here.doc);
  const theirs = new Map(readEntries(other.value).entries.map((entry) => [entry.id, entry]));
  const changes = own.entries.flatMap((entry) => changesFor(entry, theirs.get(entry.id)));
  const exchanged = await vault.docs.exchange(batch, log.logId, here.docId, {
    state: encodeState(other.value),
    clients: there.clients,
  });
  if (!exchanged.ok) return exchanged;
  const touched = new Set([...own.entries.map(({ id }) => id), ...theirs.keys()]);
  const shown = await showDoc(vault, batch, log.logId, exchanged.value, {
    entries: touched,
    nones: true,
  });
  return shown.ok ? writeEntries(vault, batch, log, changes) : shown;
}

/** What makes their entry say what ours says, where ours is later or alone. */
export function changesFor(ours: Entry, theirs: Entry | undefined): Change[] {
  const { id, section, fields, meta } = ours;
  if (theirs && theirs.meta.changedAt >= meta.changedAt) return [];
  const at = meta.changedAt;
  if (theirs) return [{ type: 'change', id, fields, at }];
  const { source, hidden, sensitive, deletedAt } = meta;
  const add: Change = { type: 'add', id, section, fields, at };
  const changes: Change[] = [source === undefined ? add : { ...add, source }];
  if (hidden || sensitive !== undefined) {
    changes.push({ type: 'mark', id, hidden, sensitive: sensitive ?? null });
  }
  if (deletedAt !== undefined) changes.push({ type: 'remove', id, at: deletedAt });
  return changes;
}
