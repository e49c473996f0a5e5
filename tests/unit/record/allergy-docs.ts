import { instant } from '#base/time.ts';
import type { EntryId } from '#base/ids.ts';
import type { Change } from '#record/changes.ts';
import { encodeState, readEntry, type RecordDoc } from '#record/document.ts';
import type { Entry, Json } from '#record/entry.ts';
import { loadDoc } from '#record/merge.ts';
import { idOf } from './entries.ts';

export const ID = idOf('1');
export const OTHER = idOf('2');
export const at = instant;

export const addAllergy = (
  id = ID,
  fields: Record<string, Json> = { substance: 'Pénicilline' },
): Change => ({
  type: 'add',
  id,
  section: 'allergies',
  fields,
  at: at(10),
});
export const weight = {
  kind: 'weight',
  value: { value: '72.50', unit: 'kg' },
  takenAt: { at: 0, zone: 'UTC' },
};
export const addWeight = (id = ID): Change => ({
  type: 'add',
  id,
  section: 'measurements',
  fields: weight,
  at: at(10),
});

export const entryIn = (doc: RecordDoc, id: EntryId = ID): Entry => {
  const read = readEntry(doc, id);
  if (read?.is !== 'entry') throw new Error('no entry');
  return read.entry;
};

/** A doc of another device that has what this one has, and writes under its own clients. */
export function copyOf(doc: RecordDoc): RecordDoc {
  const copy = loadDoc([{ format: 'state', bytes: encodeState(doc) }]);
  if (!copy.ok) throw new Error('damaged');
  return copy.value;
}
