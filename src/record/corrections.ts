import { parseId, type EntryId } from '#base/ids.ts';
import { instant, MINUTE_MS, type Instant } from '#base/time.ts';
import type { Correction, Json } from './entry.ts';
import type { Field } from './fields.ts';
import { isFieldName } from './field-values.ts';
import { isJson, isPlainObject, jsonEqual, own } from './json.ts';
import { fieldOf, type FieldValues, type Section } from './section.ts';

/*
 * What an entry said before it was corrected. It stands beside the entry, under a key of its own
 * for each correction, so that two devices that correct at once keep what both replaced. No window
 * ever shows it: what was wrong, or is no longer to be told, stays with the keepers of the record.
 */

/** Corrections that follow each other within this are one: the words are still being found. */
const ONE_CORRECTION_MS = 10 * MINUTE_MS;
/** The oldest go first. */
export const MAX_CORRECTIONS = 50;

/** Where a correction stands among those of a doc. `stamp`: unique in the doc. */
export const correctionKey = (id: EntryId, stamp: string): string => `${id}.${stamp}`;
export const entryOfCorrection = (key: string): EntryId | undefined =>
  parseId('EntryId', key.slice(0, key.indexOf('.')));

/** What a change replaces, null where nothing stood; undefined when it replaces nothing told. */
export function correctionBy(
  section: Section,
  before: FieldValues,
  after: FieldValues,
  at: Instant,
): Correction | undefined {
  if (!section.projectable) return undefined;
  const names = Object.keys(section.fields).filter((name) => {
    const field = fieldOf(section, name);
    return field && isKept(field) && !jsonEqual(valueIn(before, name), valueIn(after, name));
  });
  if (names.length === 0) return undefined;
  return { at, fields: Object.fromEntries(names.map((name) => [name, valueIn(before, name)])) };
}

const valueIn = (fields: FieldValues, name: string): Json => (own(fields, name) ?? null) as Json;

/** A personal order is no fact that was corrected, and the key of a former file opens it still. */
const isKept = (field: Field): boolean =>
  field.projectable !== false && !['file', 'json', 'windowFilter'].includes(field.kind);

/**
 * Where a correction goes among those that stand: a key of its own, or with the latest one while it
 * is still being made; then what stood first stays.
 */
export function placeCorrection(
  standing: ReadonlyMap<string, Correction>,
  next: Correction,
  newKey: string,
): { readonly key: string; readonly value: Correction; readonly dropped: readonly string[] } {
  const newestFirst = Array.from(standing).sort(([, a], [, b]) => b.at - a.at);
  const [latest] = newestFirst;
  if (latest && Math.abs(next.at - latest[1].at) < ONE_CORRECTION_MS) {
    const fields = { ...next.fields, ...latest[1].fields };
    return { key: latest[0], value: { at: latest[1].at, fields }, dropped: [] };
  }
  const dropped = newestFirst.slice(MAX_CORRECTIONS - 1).map(([key]) => key);
  return { key: newKey, value: next, dropped };
}

/** Undefined: not a correction in any format that this version knows. */
export function decodeCorrection(value: unknown): Correction | undefined {
  if (!isPlainObject(value)) return undefined;
  const [at, fields] = [own(value, 'at'), own(value, 'fields')];
  if (!Number.isSafeInteger(at) || !isPlainObject(fields) || !isJson(fields)) return undefined;
  if (!Object.keys(fields).every(isFieldName)) return undefined;
  return { at: instant(Number(at)), fields };
}

/** The newest first; a total order, whatever device reads them. */
export const sortCorrections = (keyed: ReadonlyMap<string, Correction>): readonly Correction[] =>
  Array.from(keyed)
    .sort(([keyA, a], [keyB, b]) => b.at - a.at || (keyA < keyB ? -1 : 1))
    .map(([, correction]) => correction);
