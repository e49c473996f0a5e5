import type { Entry } from '#record/entry.ts';
import type { DocumentCategory } from '#record/sections/documents.ts';
import { dayOf, textOf, valueOf } from '../../record/entry-text.ts';
import { folded } from './from-file-name.ts';

export type ShownCategory = DocumentCategory | 'all';
/** What part of the documents a person looks at. */
export type DocumentView = { category: ShownCategory; text: string };

/** Documents out of the bin, the newest first. */
export const standingDocuments = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ meta }) => meta.deletedAt === undefined).toSorted(newestFirst);

function newestFirst(a: Entry, b: Entry): number {
  const [dayA, dayB] = [dayOf(a), dayOf(b)];
  if (dayA !== dayB) return dayA < dayB ? 1 : -1;
  return b.meta.createdAt - a.meta.createdAt;
}

/** Those in view, by month (`2026-11`), or by year where only the year is known (`2026`). */
export function documentsByPeriod(
  documents: readonly Entry[],
  { category, text }: DocumentView,
): readonly (readonly [string, readonly Entry[]])[] {
  const shown = documents.filter(
    (one) =>
      (category === 'all' || valueOf(one, 'category') === category) &&
      folded(textOf(one, 'title')).includes(folded(text)),
  );
  return Array.from(Map.groupBy(shown, (one) => dayOf(one).slice(0, 7)));
}
