import { toHex } from '#base/bytes.ts';
import { idToBytes, type BlobId, type EntryId, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { kdf } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import { localDay, type Day } from '#record/civil.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import type { FileRef } from '#record/fields.ts';
import { sections } from '#record/registry.ts';
import { decodeWindowEntry, encodeWindowEntry } from '#record/window-diff.ts';
import { project, type Projection, type WindowFilter } from '#record/window.ts';
import type { WindowAbout, WindowView } from './api.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';

/** The whole of a record, as projections read it: the bin's entries included. */
export async function wholeRecord(
  vault: Pick<OpenVault, 'views'>,
  record: LogId,
): Promise<Result<{ entries: Entry[]; nones: SectionNone[] }, VaultError>> {
  const entries: Entry[] = [];
  const nones: SectionNone[] = [];
  for (const { code, log } of sections) {
    if (log !== 'record') continue;
    const section = await vault.views.section(record, code);
    if (!section.ok) return section;
    entries.push(...section.value.entries);
    if (section.value.none) nones.push(section.value.none);
  }
  return ok({ entries, nones });
}

/** What a filter lets through now, under ids that only this window knows. */
export async function projectRecord(
  vault: Pick<OpenVault, 'views' | 'deps'>,
  record: LogId,
  filter: WindowFilter,
  idOf: (id: EntryId) => EntryId,
): Promise<Result<Projection, VaultError>> {
  const whole = await wholeRecord(vault, record);
  if (!whole.ok) return whole;
  const { entries, nones } = whole.value;
  const projected = project(entries, nones, filter, today(vault), idOf);
  return projected.ok ? projected : err({ type: 'NewerData' });
}

/** The device's own day: what "current" means to its holder. */
export const today = ({ deps }: Pick<OpenVault, 'deps'>): Day =>
  localDay(deps.clock.now(), deps.zone);

/** KDF(id key, "id", entry, 16): the id of an entry in one window [3.5]. */
export function windowIds(idKey: string): (id: EntryId) => EntryId {
  const key = hexBytes(idKey);
  return (id) => toHex(kdf(key, labels.windowId, idToBytes(id), 16)) as EntryId;
}

/** The name a window shows: what the identity says, when it is in the window. */
export function holderNameOf(entries: readonly Entry[]): string {
  const identity = entries.find((entry) => entry.section === 'identity')?.fields;
  if (!identity) return '';
  const givenNames = identity['givenNames'];
  const firstGiven: unknown = Array.isArray(givenNames) ? givenNames[0] : undefined;
  const given = textOf(identity['usedGivenName']) || textOf(firstGiven);
  const family = textOf(identity['usedName']) || textOf(identity['birthName']);
  return `${given} ${family}`.trim();
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a window says of itself, as JSON in each of its ops. */
export const encodeAbout = (about: WindowAbout, nones: readonly SectionNone[]): string =>
  JSON.stringify({ v: 1, ...about, until: about.until ?? null, nones });

/** A window from what its ops say; what cannot be read is left out. */
export function readWindow(about: string, texts: ReadonlyMap<EntryId, string>): WindowView {
  const entries: Entry[] = [];
  for (const [id, text] of texts) {
    const entry = decodeWindowEntry(id, text);
    if (entry.ok) entries.push(entry.value);
  }
  return { ...readAbout(about), entries };
}

function readAbout(text: string): { about: WindowAbout; nones: SectionNone[] } {
  const json = parseObject(text);
  const nones = Array.isArray(json['nones']) ? json['nones'].filter(isNone) : [];
  const until = json['until'];
  const about = {
    holder: textOf(json['holder']),
    preset: textOf(json['preset']),
    until: typeof until === 'number' ? (until as Instant) : undefined,
    compared: json['compared'] === true,
  };
  return { about, nones };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const isNone = (value: unknown): value is SectionNone =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Record<string, unknown>)['section'] === 'string' &&
  typeof (value as Record<string, unknown>)['saidAt'] === 'number';

/** The text of each entry of a projection, by its id in the window. */
export const textsOf = ({ entries }: Projection): Map<EntryId, string> =>
  new Map(entries.map((entry) => [entry.id, encodeWindowEntry(entry)]));

/** Every file that entries refer to. */
export function filesOf(entries: readonly Entry[]): FileRef[] {
  return entries.flatMap((entry) => {
    const file = fileOf(entry);
    return file ? [file] : [];
  });
}

/** The file of a document entry, whatever the section's name for it. */
export function fileOf(entry: Entry): FileRef | undefined {
  const file = Object.hasOwn(entry.fields, 'file') ? entry.fields['file'] : undefined;
  const isFile = typeof file === 'object' && file !== null && 'blob' in file;
  return isFile ? (file as FileRef) : undefined;
}

export const blobsOf = (entries: readonly Entry[]): BlobId[] =>
  Array.from(new Set(filesOf(entries).map((file) => file.blob as BlobId))).sort();
