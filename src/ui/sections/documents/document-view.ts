import type { Entry } from '#record/entry.ts';
import type { DocumentCategory } from '#record/sections/documents.ts';
import { dayOf } from '../../record/entry-text.ts';

/** Rows drawn at first, and more each time that the end of the list comes near. */
export const ROWS_AT_ONCE = 50;

export type ShownCategory = DocumentCategory | 'all';
/** What part of the documents a person looks at. */
export type DocumentView = {
  category: ShownCategory;
  text: string;
  /** Rows wanted so far. */
  limit: number;
  /** Of the list when it was left, so that a page come back to keeps its place. */
  heightPx: number;
};

export const wholeView = (): DocumentView => ({
  category: 'all',
  text: '',
  limit: ROWS_AT_ONCE,
  heightPx: 0,
});

/** By month (`2026-11`), or by year where only the year is known (`2026`). */
export const documentsByPeriod = (
  documents: readonly Entry[],
): readonly (readonly [string, readonly Entry[]])[] =>
  Array.from(Map.groupBy(documents, (one) => dayOf(one).slice(0, 7)));
