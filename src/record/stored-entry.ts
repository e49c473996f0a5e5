import type { EntryId } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import { sensitivities, type EntryMeta, type Json, type Sensitivity } from './entry.ts';
import { isFieldName } from './field-values.ts';
import { isJson, isPlainObject, own } from './json.ts';
import { mergeFilters } from './merge-filters.ts';
import type { StoredEntry } from './migrations.ts';
import { isSectionCode, type FieldValues } from './section.ts';
import { isWindowFilter, type WindowFilter } from './window-filter.ts';

/** What a Y.Map is to this file. */
export type ReadableMap = {
  get(key: string): unknown;
  keys(): Iterable<string>;
};

/** Before a field's name in an entry stored as a map; its own traits stand beside, unprefixed. */
const FIELD = 'f.';
/** Between a field's name and what tells apart its values written at the same time. */
const ALTERNATIVE = '#';

export const fieldKey = (name: string): string => `${FIELD}${name}`;
/** @param stamp unique in the doc: whoever writes at the same time has another */
export const alternativeKey = (name: string, stamp: string): string =>
  `${FIELD}${name}${ALTERNATIVE}${stamp}`;
export const isAlternativeOf = (key: string, name: string): boolean =>
  key.startsWith(alternativeKey(name, ''));

/** The one JSON value of an entry that is written once. */
export const encodeStored = (entry: StoredEntry): Json => ({
  v: entry.version,
  section: entry.section,
  createdAt: entry.createdAt,
  changedAt: entry.changedAt,
  ...(entry.source !== undefined && { source: entry.source }),
  fields: entry.fields,
});

/** Undefined: not an entry in any format. */
export function decodeStored(value: unknown): StoredEntry | undefined {
  if (!isPlainObject(value)) return undefined;
  const fields = own(value, 'fields');
  if (!isPlainObject(fields) || !isJson(fields)) return undefined;
  return storedEntry((key) => own(value, key), fields);
}

/** Reads an entry stored field by field. Undefined: not an entry in any format. */
export function readStored(map: ReadableMap): StoredEntry | undefined {
  const fields = new Map<string, Json>();
  const alternatives = new Map<string, WindowFilter[]>();
  for (const key of Array.from(map.keys()).sort()) {
    if (!key.startsWith(FIELD)) continue;
    const value = map.get(key);
    const [name = '', stamp] = key.slice(FIELD.length).split(ALTERNATIVE);
    if (!isFieldName(name) || !isJson(value)) return undefined;
    if (stamp === undefined) fields.set(name, value);
    else if (!isWindowFilter(value)) return undefined;
    else alternatives.set(name, [...(alternatives.get(name) ?? []), value]);
  }
  for (const [name, [first, ...others]] of alternatives) {
    if (first) fields.set(name, mergeFilters([first, ...others]));
  }
  return storedEntry((key) => map.get(key), Object.fromEntries(fields));
}

function storedEntry(
  trait: (key: string) => unknown,
  fields: FieldValues,
): StoredEntry | undefined {
  const [version, section, source] = [trait('v'), trait('section'), trait('source')];
  const [createdAt, changedAt] = [trait('createdAt'), trait('changedAt')];
  if (!isVersion(version) || !isSectionCode(section)) return undefined;
  if (!isInstant(createdAt) || !isInstant(changedAt)) return undefined;
  if (source !== undefined && !isJson(source)) return undefined;
  return { version, section, createdAt, changedAt, source, fields };
}

const isVersion = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1;

const isInstant = (value: unknown): value is Instant =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8_640_000_000_000_000;

/** Marks stand apart from entries, so that hiding one never meets an edit of it. */
export const markNames = ['hidden', 'sensitive', 'deletedAt'] as const;
export type MarkName = (typeof markNames)[number];
export const markKey = (id: EntryId, mark: MarkName): string => `${id}.${mark}`;

/**
 * The marks of an entry. One that is there in a form this version does not know still protects:
 * it counts as hidden, as sensitive, or as in the bin since the beginning.
 */
export function readMarks(
  marks: ReadableMap,
  id: EntryId,
): Pick<EntryMeta, 'hidden' | 'sensitive' | 'deletedAt'> {
  const [hidden, sensitive, deletedAt] = markNames.map((mark) => marks.get(markKey(id, mark)));
  return {
    hidden: hidden !== undefined,
    sensitive: sensitive === undefined ? undefined : toSensitivity(sensitive),
    deletedAt: deletedAt === undefined ? undefined : isInstant(deletedAt) ? deletedAt : instant(0),
  };
}

const toSensitivity = (value: unknown): Sensitivity =>
  sensitivities.find((known) => known === value) ?? 'other';
