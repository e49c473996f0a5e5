import type { EntryId } from '#base/ids.ts';
import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { VisitChanges } from '#vault/api.ts';
import { entryText, isOver, textOf } from '../record/entry-text.ts';
import { language } from '../state/language.svelte.ts';

export type News = 'added' | 'changed';

/** A line of a practitioner's first look. */
export type FactRow = {
  readonly id: EntryId;
  readonly name: string;
  readonly value: string;
  readonly note: string;
  /** New, or otherwise, since the last visit. */
  readonly news?: News | undefined;
  /** Out of a target or of a reference range; the note says it in words. */
  readonly level?: 'above' | 'below' | undefined;
};

/** What is news since the last visit; nothing at the first. */
export function newsOf(since: VisitChanges | undefined): (id: EntryId) => News | undefined {
  const [added, changed] = [new Set(since?.added), new Set(since?.changed)];
  return (id) => (added.has(id) ? 'added' : changed.has(id) ? 'changed' : undefined);
}

export const treatmentRow = (entry: Entry, today: PartialDate): FactRow => {
  const { until } = language.words.record.section;
  return {
    id: entry.id,
    name: textOf(entry, 'label'),
    value: [textOf(entry, 'dose'), textOf(entry, 'schedule')].filter(Boolean).join(', '),
    note: isOver(entry, today) ? until(textOf(entry, 'end', today)) : textOf(entry, 'start', today),
  };
};

export const conditionRow = (entry: Entry, today: PartialDate): FactRow => ({
  id: entry.id,
  name: entryText(entry, today).title,
  value: [textOf(entry, 'status', today), entry.fields['longTermIllness'] === true ? 'ALD' : '']
    .filter(Boolean)
    .join(', '),
  note: textOf(entry, 'start', today),
});

export const personRow = (entry: Entry): FactRow => ({
  id: entry.id,
  name: textOf(entry, 'name'),
  value: textOf(entry, 'profession'),
  note: textOf(entry, 'phone'),
});

/** Any other section: what its own declaration puts in a row. */
export function otherRow(entry: Entry, today: PartialDate): FactRow {
  const { title, facts } = entryText(entry, today);
  return { id: entry.id, name: title, value: '', note: facts.join(' · ') };
}
