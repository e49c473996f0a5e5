import type * as Y from 'yjs';
import type { Bytes } from '#base/bytes.ts';
import { parseId, type EntryId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { planChanges, type Change, type ChangeError, type Step } from './changes.ts';
import { classifyEntry, type DocContents, type ReadEntry, type SetAside } from './contents.ts';
import {
  correctionKey,
  decodeCorrection,
  entryOfCorrection,
  placeCorrection,
  sortCorrections,
} from './corrections.ts';
import type { Correction, SectionNone } from './entry.ts';
import type { StoredEntry } from './migrations.ts';
import { isSectionCode, isSingleCode, singleCodeOf, singleEntryId } from './section.ts';
import {
  alternativeKey,
  decodeStored,
  encodeStored,
  fieldKey,
  isAlternativeOf,
  readMarks,
  readStored,
} from './stored-entry.ts';
import { yjsLibrary } from './yjs.ts';

/**
 * A Yjs document of a keyring or a record, and the binding of its entries. Roots: `entries` (id →
 * JSON, or a map a field), `single.CODE` (the only entry of a section), `marks`, `nones`, and `past`
 * (what entries said before they were corrected).
 */
export type RecordDoc = { readonly yjs: Y.Doc };

/** The client of a doc not written to since it was loaded: no update can hold it. */
export const NO_CLIENT = -1;

export function createDoc(): RecordDoc {
  const doc = { yjs: new (yjsLibrary().Doc)() };
  doc.yjs.clientID = NO_CLIENT;
  // A root that Yjs meets before it is asked for has no type yet, and is replaced when it is.
  [entriesOf, marksOf, nonesOf, pastOf].forEach((rootOf) => rootOf(doc));
  return doc;
}

/** The whole doc, V2: for a snapshot, or the device's own store. */
export const encodeState = (doc: RecordDoc): Bytes =>
  yjsLibrary().encodeStateAsUpdateV2(doc.yjs) as Bytes;

// Roots. Only these names are ever asked of the document.

export type DocMap = Y.Map<unknown>;
export const entriesOf = ({ yjs }: RecordDoc): DocMap => yjs.getMap('entries');
export const marksOf = ({ yjs }: RecordDoc): DocMap => yjs.getMap('marks');
export const nonesOf = ({ yjs }: RecordDoc): DocMap => yjs.getMap('nones');
export const pastOf = ({ yjs }: RecordDoc): DocMap => yjs.getMap('past');
const singleOf = ({ yjs }: RecordDoc, code: string): DocMap => yjs.getMap(`${SINGLE}${code}`);

const SINGLE = 'single.';

/** The id of the entry that a root of that name holds. */
export function singleIdOfRoot(root: string): EntryId | undefined {
  const code = root.startsWith(SINGLE) ? root.slice(SINGLE.length) : undefined;
  return isSingleCode(code) ? singleEntryId(code) : undefined;
}

/** Everything that stands in a doc, what is in the bin included. */
export function readEntries(doc: RecordDoc): DocContents {
  const contents = { entries: [], setAside: [], nones: [] } as Mutable<DocContents>;
  const past = correctionsById(doc);
  for (const id of idsIn(doc)) {
    const read = readStanding(doc, id, past.get(id));
    if (read?.is === 'entry') contents.entries.push(read.entry);
    else if (read) contents.setAside.push(read.setAside);
  }
  const nones = readNones(doc).filter((none) => !isDoubtful(none, contents.setAside));
  return { ...contents, nones };
}

/** What cannot be read may be an entry of the section that is said to have none. */
const isDoubtful = ({ section }: SectionNone, setAside: readonly SetAside[]): boolean =>
  setAside.some((one) => one.section === undefined || one.section === section);

type Mutable<T> = { [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

function idsIn(doc: RecordDoc): Set<EntryId> {
  const ids = [
    ...Array.from(entriesOf(doc).keys(), (key) => parseId('EntryId', key)),
    ...Array.from(doc.yjs.share.keys(), singleIdOfRoot),
  ];
  return new Set(ids.filter((id) => id !== undefined));
}

/** One entry as it stands; undefined when the doc has none under that id. */
export const readEntry = (doc: RecordDoc, id: EntryId): ReadEntry | undefined =>
  readStanding(doc, id, correctionsById(doc).get(id));

function readStanding(
  doc: RecordDoc,
  id: EntryId,
  corrections: ReadonlyMap<string, Correction> = new Map(),
): ReadEntry | undefined {
  const stored = lookupStored(doc, id);
  if (stored === 'absent') return undefined;
  const marks = readMarks(marksOf(doc), id);
  const past = sortCorrections(corrections);
  return classifyEntry(id, stored === 'unreadable' ? undefined : stored, marks, past);
}

/** The corrections of each entry, by their keys. */
function correctionsById(doc: RecordDoc): Map<EntryId, Map<string, Correction>> {
  const found = new Map<EntryId, Map<string, Correction>>();
  for (const [key, value] of pastOf(doc).entries()) {
    const [id, correction] = [entryOfCorrection(key), decodeCorrection(value)];
    if (id && correction)
      found.set(id, (found.get(id) ?? new Map<string, Correction>()).set(key, correction));
  }
  return found;
}

const correctionsOf = (doc: RecordDoc, id: EntryId): ReadonlyMap<string, Correction> =>
  correctionsById(doc).get(id) ?? new Map<string, Correction>();

function lookupStored(doc: RecordDoc, id: EntryId): StoredEntry | 'absent' | 'unreadable' {
  const code = singleCodeOf(id);
  const single = code === undefined ? undefined : singleOf(doc, code);
  if (single && single.size > 0) return readStored(single) ?? 'unreadable';
  const value = entriesOf(doc).get(id);
  if (value === undefined) return 'absent';
  return (
    (value instanceof yjsLibrary().Map ? readStored(value) : decodeStored(value)) ?? 'unreadable'
  );
}

function readNones(doc: RecordDoc): SectionNone[] {
  const nones: SectionNone[] = [];
  for (const [section, saidAt] of nonesOf(doc).entries()) {
    if (isSectionCode(section) && Number.isSafeInteger(saidAt)) {
      nones.push({ section, saidAt: saidAt as SectionNone['saidAt'] });
    }
  }
  return nones.sort((a, b) => (a.section < b.section ? -1 : 1));
}

/** One update, V1, and the only client whose structs it holds. */
export type WrittenUpdate = { readonly update: Bytes; readonly clientId: number };

/**
 * Makes all of the changes, or none when one is refused. Undefined: they change nothing.
 * @param drawClientId unsigned 32 random bits; asked for at the first write after each load
 */
export function writeChanges(
  doc: RecordDoc,
  changes: readonly Change[],
  drawClientId: () => number,
): Result<WrittenUpdate | undefined, ChangeError> {
  const steps = planChanges(changes, (id) => lookupStored(doc, id));
  if (!steps.ok) return steps;
  if (doc.yjs.clientID === NO_CLIENT) claimClient(doc, drawClientId);
  let written: WrittenUpdate | undefined;
  const keep = (update: Uint8Array): void => {
    written = { update: update as Bytes, clientId: doc.yjs.clientID };
  };
  doc.yjs.on('update', keep);
  doc.yjs.transact(() => {
    for (const step of steps.value) takeStep(doc, step);
  });
  doc.yjs.off('update', keep);
  return ok(written);
}

function claimClient({ yjs }: RecordDoc, drawClientId: () => number): void {
  let clientId = drawClientId();
  while (clientId === 0 || yjs.store.clients.has(clientId)) clientId = drawClientId();
  yjs.clientID = clientId;
}

function takeStep(doc: RecordDoc, step: Step): void {
  switch (step.do) {
    case 'store':
      if (step.section.storage === 'json') entriesOf(doc).set(step.id, encodeStored(step.entry));
      else storeFields(doc, step);
      break;
    case 'correct':
      storeCorrection(doc, step.id, step.correction);
      break;
    case 'mark':
      setOrDelete(marksOf(doc), step.key, step.value);
      break;
    case 'purge':
      purge(doc, step.id);
      break;
    case 'none':
      setOrDelete(nonesOf(doc), step.section, step.saidAt);
      break;
  }
}

function storeCorrection(doc: RecordDoc, id: EntryId, correction: Correction): void {
  const key = correctionKey(id, stampOf(doc));
  const placed = placeCorrection(correctionsOf(doc, id), correction, key);
  for (const dropped of placed.dropped) pastOf(doc).delete(dropped);
  setOrDelete(pastOf(doc), placed.key, placed.value);
}

/** Whoever writes at the same time has another. */
const stampOf = ({ yjs }: RecordDoc): string =>
  `${String(yjs.clientID)}.${String(yjsLibrary().getState(yjs.store, yjs.clientID))}`;

function purge(doc: RecordDoc, id: EntryId): void {
  for (const key of correctionsOf(doc, id).keys()) pastOf(doc).delete(key);
  const code = singleCodeOf(id);
  if (code === undefined) entriesOf(doc).delete(id);
  else singleOf(doc, code).clear();
}

type StoreStep = Extract<Step, { do: 'store' }>;

function storeFields(doc: RecordDoc, step: StoreStep): void {
  const { section, entry } = step;
  const map = mapToStoreIn(doc, step);
  setOrDelete(map, 'v', entry.version);
  setOrDelete(map, 'section', entry.section);
  setOrDelete(map, 'createdAt', entry.createdAt);
  setOrDelete(map, 'changedAt', entry.changedAt);
  if (!map.has('source')) setOrDelete(map, 'source', entry.source);
  for (const name of step.changed) {
    const value = Object.hasOwn(entry.fields, name) ? entry.fields[name] : undefined;
    const field = Object.hasOwn(section.fields, name) ? section.fields[name] : undefined;
    if (field?.kind === 'windowFilter') storeAlternative(doc, map, name, value);
    else setOrDelete(map, fieldKey(name), value);
  }
}

function mapToStoreIn(doc: RecordDoc, { id, section }: StoreStep): DocMap {
  if (section.single) return singleOf(doc, section.code);
  const standing = entriesOf(doc).get(id);
  return standing instanceof yjsLibrary().Map
    ? standing
    : entriesOf(doc).set(id, new (yjsLibrary().Map)<unknown>());
}

/** Takes the place of the values seen; one written meanwhile elsewhere stays beside it. */
function storeAlternative(doc: RecordDoc, map: DocMap, name: string, value: unknown): void {
  for (const key of Array.from(map.keys())) if (isAlternativeOf(key, name)) map.delete(key);
  if (value !== undefined) map.set(alternativeKey(name, stampOf(doc)), value);
}

function setOrDelete(map: DocMap, key: string, value: unknown): void {
  if (map.get(key) === value) return;
  if (value !== undefined) map.set(key, value);
  else map.delete(key);
}
