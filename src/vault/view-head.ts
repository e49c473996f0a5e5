import type { EntryId } from '#base/ids.ts';
import type { Entry } from '#record/entry.ts';
import { compareEntries } from '#record/registry.ts';
import {
  isStanding,
  lastAdded,
  total,
  type Counts,
  type ViewChange,
  type ViewIndex,
  type ViewRow,
} from './view-pages.ts';

/** A change that waits beside the pages, and what the counts are after it. */
export type WaitingChange = ViewChange & { readonly counts: Counts };

/** A section's index, and what waits beside its pages. */
export type ViewTop = { readonly index: ViewIndex; readonly waiting: readonly WaitingChange[] };

/** What a section says without its pages. */
export type ViewSummary = {
  readonly counts: Counts;
  /** Those added last, the last one first, as many as are known. */
  readonly latest: readonly Entry[];
};

/** What it says with one of them. */
export type ViewHead = {
  readonly counts: Counts;
  /** The newest entries out of the bin. */
  readonly entries: readonly Entry[];
  /** There are no others. */
  readonly isWhole: boolean;
};

export function summaryOf({ index, waiting }: ViewTop): ViewSummary {
  const candidates = changed(index.latest, waiting, () => true);
  const known = lastAdded(candidates, candidates.length);
  const oldest = index.latest.at(-1);
  const isAll = oldest === undefined || index.latest.length === total(index.counts);
  return {
    counts: countsOf(index, waiting),
    // One older than all that the index knew of may have others, unknown to it, before it.
    latest: isAll ? known : known.filter(({ meta }) => meta.createdAt >= oldest.meta.createdAt),
  };
}

/** @param first rows of the section's first page */
export function headOf({ index, waiting }: ViewTop, first: readonly ViewRow[]): ViewHead {
  const oldest = first.at(-1)?.entry;
  const standsHere = (entry: Entry): boolean =>
    index.pages.length <= 1 || (oldest !== undefined && compareEntries(entry, oldest) <= 0);
  const rows = first.map(({ entry }) => entry);
  const entries = changed(rows, waiting, standsHere).filter(isStanding).sort(compareEntries);
  const counts = countsOf(index, waiting);
  return { counts, entries, isWhole: entries.length === total(counts) };
}

const countsOf = (index: ViewIndex, waiting: readonly WaitingChange[]): Counts =>
  waiting.at(-1)?.counts ?? index.counts;

function changed(
  before: readonly Entry[],
  waiting: readonly WaitingChange[],
  belongs: (entry: Entry) => boolean,
): Entry[] {
  const entries = new Map<EntryId, Entry>(before.map((entry) => [entry.id, entry]));
  for (const { put, gone } of waiting) {
    for (const id of gone) entries.delete(id);
    for (const { entry } of put) {
      if (belongs(entry)) entries.set(entry.id, entry);
      else entries.delete(entry.id);
    }
  }
  return [...entries.values()];
}
