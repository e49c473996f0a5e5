import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { encodeUpdatePayload } from '#protocol/payload-codec.ts';
import type { Change } from '#record/changes.ts';
import { readEntries, readEntry, writeChanges } from '#record/document.ts';
import type { DocChanges } from '#record/merge.ts';
import { sectionByCode } from '#record/registry.ts';
import { docIdOf } from '#record/section.ts';
import type { Batch } from './batch.ts';
import type { LoadedDoc } from './docs.ts';
import type { VaultError } from './errors.ts';
import { isUpkeepDoc } from './log-content.ts';
import type { OpenLog } from './open-log.ts';
import { EMPTY } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { ViewRow } from './view-pages.ts';

/** The parts of an open vault that writing entries needs. */
export type Writing = Pick<OpenVault, 'deps' | 'docs' | 'logs' | 'views'>;

/**
 * Writes changes to a record or the keyring: into the doc, as a sealed op, and into the sealed
 * views, all in `batch`. One op a doc touched.
 */
export async function writeEntries(
  vault: Writing,
  batch: Batch,
  log: OpenLog,
  changes: readonly Change[],
): Promise<Result<void, VaultError>> {
  const byDoc = await groupByDoc(vault, log.logId, changes);
  if (!byDoc.ok) {
    batch.giveUp();
    return byDoc;
  }
  for (const [docId, its] of byDoc.value) {
    const written = await writeDoc(vault, batch, log, docId, its);
    if (!written.ok) {
      batch.giveUp();
      return written;
    }
  }
  return ok(undefined);
}

async function groupByDoc(
  vault: Writing,
  logId: LogId,
  changes: readonly Change[],
): Promise<Result<Map<string, Change[]>, VaultError>> {
  const byDoc = new Map<string, Change[]>();
  const added = new Map<EntryId, string>();
  for (const change of changes) {
    const known = change.type === 'sayNone' ? undefined : added.get(change.id);
    const docId = known === undefined ? await docIdOfChange(vault, logId, change) : ok(known);
    if (!docId.ok) return docId;
    if (change.type === 'add') added.set(change.id, docId.value);
    byDoc.set(docId.value, [...(byDoc.get(docId.value) ?? []), change]);
  }
  return ok(byDoc);
}

async function docIdOfChange(
  vault: Writing,
  logId: LogId,
  change: Change,
): Promise<Result<string, VaultError>> {
  if (change.type === 'add' || change.type === 'sayNone') {
    const section = sectionByCode(change.section);
    if (!section) return err({ type: 'InvalidEntry', fields: ['section'] });
    // What a keeper says of a whole section stands in its doc without a year.
    if (change.type === 'sayNone') return ok(section.doc.name);
    return ok(docIdOf(section, change.fields, change.at));
  }
  const row = await vault.views.find(logId, change.id);
  if (!row.ok) return row;
  return row.value ? ok(row.value.docId) : err({ type: 'UnknownEntry' });
}

async function writeDoc(
  vault: Writing,
  batch: Batch,
  log: OpenLog,
  docId: string,
  changes: readonly Change[],
): Promise<Result<void, VaultError>> {
  const { random } = vault.deps;
  const loaded = await vault.docs.load(log.logId, docId);
  if (!loaded.ok) return loaded;
  batch.otherwise(() => {
    vault.docs.drop(log.logId, docId);
  });
  const drawClientId = (): number => new DataView(random.bytes(4).buffer).getUint32(0);
  const written = writeChanges(loaded.value.doc, changes, drawClientId);
  if (!written.ok) return err(written.error);
  if (written.value === undefined) return ok(undefined);
  const touched = touchedBy(changes);
  vault.logs.append(batch, log, {
    kind: 'update',
    publicPart: EMPTY,
    payload: encodeUpdatePayload({ docId, ...written.value }),
    entries: [...touched.entries],
    isUpkeep: isUpkeepDoc(docId),
  });
  vault.docs.keep(batch, log.logId, loaded.value, { ...written.value, chain: log.ownChain });
  const folded = await vault.docs.fold(batch, log.logId, loaded.value);
  if (!folded.ok) return folded;
  return showDoc(vault, batch, log.logId, loaded.value, touched);
}

const touchedBy = (changes: readonly Change[]): DocChanges => ({
  entries: new Set(changes.flatMap((change) => (change.type === 'sayNone' ? [] : [change.id]))),
  nones: changes.some((change) => change.type === 'sayNone'),
});

/** Brings the sealed views up to what the doc now says of the entries touched. */
export async function showDoc(
  vault: Writing,
  batch: Batch,
  logId: LogId,
  loaded: LoadedDoc,
  touched: DocChanges,
): Promise<Result<void, VaultError>> {
  const changes = new Map<string, { put: ViewRow[]; gone: EntryId[]; aside: EntryId[] }>();
  const changeOf = (section: string): { put: ViewRow[]; gone: EntryId[]; aside: EntryId[] } => {
    const change = changes.get(section) ?? { put: [], gone: [], aside: [] };
    changes.set(section, change);
    return change;
  };
  for (const id of touched.entries) {
    const read = readEntry(loaded.doc, id);
    if (read?.is === 'entry') {
      changeOf(read.entry.section).put.push({ docId: loaded.docId, entry: read.entry });
      continue;
    }
    const shown = await vault.views.find(logId, id);
    if (!shown.ok) return shown;
    const section = shown.value?.entry.section;
    if (section !== undefined) changeOf(section).gone.push(id);
    if (read === undefined) continue;
    // What cannot be read may belong to any section of its doc: none of them is said to be empty.
    const known = read.setAside.section;
    for (const each of known === undefined ? vault.views.sectionsIn(loaded.docId) : [known]) {
      changeOf(each).gone.push(id);
      changeOf(each).aside.push(id);
    }
  }
  for (const [section, change] of changes) {
    const changed = await vault.views.change(batch, logId, section, change);
    if (!changed.ok) return changed;
  }
  return touched.nones ? showNones(vault, batch, logId, loaded) : ok(undefined);
}

async function showNones(
  vault: Writing,
  batch: Batch,
  logId: LogId,
  loaded: LoadedDoc,
): Promise<Result<void, VaultError>> {
  const said = new Map(readEntries(loaded.doc).nones.map((none) => [none.section, none]));
  for (const section of vault.views.sectionsOfDoc(loaded.docId)) {
    const change = { put: [], gone: [], none: said.get(section) ?? null };
    const changed = await vault.views.change(batch, logId, section, change);
    if (!changed.ok) return changed;
  }
  return ok(undefined);
}
