import type { EntryId } from '#base/ids.ts';
import type { PartialDate } from '#base/time.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { project, type Projection, type SectionFilter, type WindowFilter } from '#record/window.ts';
import { entry } from './entries.ts';

export const TODAY = '2026-06-15' as PartialDate;
export const HASH = 'ab'.repeat(32);
/** Ids in the window: readable here, and none of the record's. */
export const windowId = (id: EntryId): EntryId => `0${id.slice(1)}` as EntryId;

export const filterOf = (
  sections: Readonly<Record<string, SectionFilter>>,
  over: Partial<WindowFilter> = {},
): WindowFilter => ({
  number: 1,
  projector: 1,
  preset: 'generalPractitioner',
  sections,
  include: [],
  includeProtected: [],
  exclude: [],
  ...over,
});

export function seen(
  entries: readonly Entry[],
  filter: WindowFilter,
  nones: readonly SectionNone[] = [],
): Projection {
  const projection = project(entries, nones, filter, TODAY, windowId);
  if (!projection.ok) throw new Error(projection.error);
  return projection.value;
}
export const idsSeen = (entries: readonly Entry[], filter: WindowFilter): string[] =>
  seen(entries, filter).entries.map(({ id }) => id.slice(-1));

export const documentOf = (
  id: string,
  fields: Entry['fields'] = {},
  meta: Partial<Entry['meta']> = {},
): Entry =>
  entry('documents', {
    id,
    meta,
    fields: {
      title: `Document ${id}`,
      category: 'reports',
      file: { blob: HASH, key: HASH, sizeBytes: 1, mediaType: 'application/pdf', name: 'a.pdf' },
      ...fields,
    },
  });
export const allergyOf = (
  id: string,
  fields: Entry['fields'] = {},
  meta: Partial<Entry['meta']> = {},
): Entry => entry('allergies', { id, meta, fields: { substance: `Substance ${id}`, ...fields } });
export const treatmentOf = (id: string, fields: Entry['fields'] = {}): Entry =>
  entry('treatments', { id, fields: { label: `Traitement ${id}`, ...fields } });

export const all: SectionFilter = { shown: true };
