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

/** What a section says at its top: read from one page, whatever the length of the life. */
export type ViewHead = {
  readonly counts: Counts;
  /** The newest entries out of the bin; `isWhole`: there are no others. */
  readonly entries: readonly Entry[];
  readonly isWhole: boolean;
  /** Those added last, the last one first, as many as are known without the other pages. */
  readonly latest: readonly Entry[];
};

/** @param first rows of the section's first page */
export function headOf(
  index: ViewIndex,
  first: readonly ViewRow[],
  waiting: readonly WaitingChange[],
): ViewHead {
  const isOnly = index.pages.length <= 1;
  const oldest = first.at(-1)?.entry;
  const standsHere = (entry: Entry): boolean =>
    isOnly || (oldest !== undefined && compareEntries(entry, oldest) <= 0);
  const rows = new Map<EntryId, Entry>(first.map(({ entry }) => [entry.id, entry]));
  const latest = new Map<EntryId, Entry>(index.latest.map((entry) => [entry.id, entry]));
  for (const { put, gone } of waiting) {
    for (const id of [...gone, ...put.map(({ entry }) => entry.id)]) {
      rows.delete(id);
      latest.delete(id);
    }
    for (const { entry } of put) {
      if (standsHere(entry)) rows.set(entry.id, entry);
      latest.set(entry.id, entry);
    }
  }
  const counts = waiting.at(-1)?.counts ?? index.counts;
  const entries = [...rows.values()].filter(isStanding).sort(compareEntries);
  return {
    counts,
    entries,
    isWhole: entries.length === total(counts),
    latest: knownLatest([...latest.values()], index),
  };
}

/** An entry older than all that the index knew of may have others, which it does not know, before it. */
function knownLatest(candidates: readonly Entry[], index: ViewIndex): Entry[] {
  const known = lastAdded(candidates, candidates.length);
  const last = index.latest.at(-1);
  if (last === undefined || index.latest.length === total(index.counts)) return known;
  return known.filter(({ meta }) => meta.createdAt >= last.meta.createdAt);
}
