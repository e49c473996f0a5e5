import type { EntryId } from '#base/ids.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { compareEntries, sectionByCode } from '#record/registry.ts';

const PAGE_ENTRIES = 100;
/** A page that grew beyond this is cut in two. */
const PAGE_ENTRIES_MAX = 150;
/** How many of the entries last added an index holds. */
const LATEST = 12;

/** An entry as a page holds it: what the doc says, and which doc. */
export type ViewRow = { readonly docId: string; readonly entry: Entry };

/** Entries out of the bin by the section's category; `''` for those that have none. */
export type Counts = Readonly<Record<string, number>>;

/** The section's pages, newest first, and what is known of the section as a whole. */
export type ViewIndex = {
  readonly section: string;
  readonly pages: readonly number[];
  readonly nextPage: number;
  /** What a keeper said of it. */
  readonly none: SectionNone | null;
  /** Entries that are there and cannot be read: beside them no "none" is believed. */
  readonly aside: readonly EntryId[];
  readonly counts: Counts;
  /** Those out of the bin that were added last, the last one first. */
  readonly latest: readonly Entry[];
};

export type ViewChange = {
  readonly put: readonly ViewRow[];
  readonly gone: readonly EntryId[];
  /** Of `gone`: what is still there and cannot be read. */
  readonly aside?: readonly EntryId[];
  /** Absent: as before. Null: nothing is said any more. */
  readonly none?: SectionNone | null;
};

export const emptyIndex = (section: string): ViewIndex => ({
  section,
  pages: [],
  nextPage: 1,
  none: null,
  aside: [],
  counts: {},
  latest: [],
});

export const isStanding = (entry: Entry): boolean => entry.meta.deletedAt === undefined;

export const total = (counts: Counts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The entries of one section in memory, newest first, in pages of about a hundred. */
export class ViewPages {
  #index: ViewIndex;
  readonly #rows: Map<number, readonly ViewRow[]>;
  readonly #pageOf = new Map<EntryId, number>();
  readonly #counts = new Map<string, number>();
  readonly #touched = new Set<number>();

  constructor(index: ViewIndex, rows: Map<number, readonly ViewRow[]>) {
    this.#index = index;
    this.#rows = rows;
    for (const [page, held] of rows) {
      for (const { entry } of held) {
        this.#pageOf.set(entry.id, page);
        this.#count(entry, 1);
      }
    }
  }

  /** Every row, newest first. */
  rows(): ViewRow[] {
    return this.#index.pages.flatMap((page) => this.page(page));
  }

  page(page: number): readonly ViewRow[] {
    return this.#rows.get(page) ?? [];
  }

  find(id: EntryId): ViewRow | undefined {
    return this.page(this.#pageOf.get(id) ?? -1).find((row) => row.entry.id === id);
  }

  /** Believed only where every entry can be read. */
  get none(): SectionNone | undefined {
    return this.#index.aside.length > 0 ? undefined : (this.#index.none ?? undefined);
  }

  get counts(): Counts {
    return Object.fromEntries(this.#counts);
  }

  /** The entries out of the bin that were added last, the last one first. */
  latest(count: number): Entry[] {
    return lastAdded(
      this.rows().map(({ entry }) => entry),
      count,
    );
  }

  change({ put, gone, aside = [], none }: ViewChange): void {
    for (const id of gone) this.#takeOut(id);
    for (const row of put) {
      this.#takeOut(row.entry.id);
      this.#putIn(row);
    }
    const leaving = [...gone, ...put.map((row) => row.entry.id)];
    const stillAside = this.#index.aside.filter((id) => !leaving.includes(id));
    this.#index = {
      ...this.#index,
      aside: [...stillAside, ...aside],
      none: none === undefined ? this.#index.none : none,
    };
  }

  /** What changed since the last time this was asked: the index, and pages, which may be gone. */
  takeTouched(): { readonly index: ViewIndex; readonly pages: readonly number[] } {
    const pages = [...this.#touched];
    this.#touched.clear();
    return {
      index: { ...this.#index, counts: this.counts, latest: this.latest(LATEST) },
      pages,
    };
  }

  #count(entry: Entry, by: 1 | -1): void {
    if (!isStanding(entry)) return;
    const category = categoryOf(entry);
    const count = (this.#counts.get(category) ?? 0) + by;
    if (count > 0) this.#counts.set(category, count);
    else this.#counts.delete(category);
  }

  #takeOut(id: EntryId): void {
    const page = this.#pageOf.get(id);
    const row = this.find(id);
    if (page === undefined || row === undefined) return;
    this.#count(row.entry, -1);
    this.#pageOf.delete(id);
    this.#touched.add(page);
    const left = this.page(page).filter((each) => each !== row);
    if (left.length > 0) {
      this.#rows.set(page, left);
      return;
    }
    this.#rows.delete(page);
    const pages = this.#index.pages.filter((number) => number !== page);
    this.#index = { ...this.#index, pages };
  }

  #putIn(row: ViewRow): void {
    const page = this.#pageFor(row.entry);
    const rows = [...this.page(page), row].sort((a, b) => compareEntries(a.entry, b.entry));
    this.#count(row.entry, 1);
    this.#rows.set(page, rows);
    this.#pageOf.set(row.entry.id, page);
    this.#touched.add(page);
    if (rows.length > PAGE_ENTRIES_MAX) this.#cutInTwo(page);
  }

  /** The first page, newest first, whose oldest entry is not newer than this one. */
  #pageFor(entry: Entry): number {
    const { pages } = this.#index;
    for (const page of pages) {
      const last = this.page(page).at(-1);
      if (last !== undefined && compareEntries(entry, last.entry) <= 0) return page;
    }
    const oldest = pages.at(-1);
    if (oldest !== undefined && this.page(oldest).length < PAGE_ENTRIES) return oldest;
    return this.#newPage(pages.length);
  }

  #cutInTwo(page: number): void {
    const rows = this.page(page);
    const older = this.#newPage(this.#index.pages.indexOf(page) + 1);
    this.#rows.set(page, rows.slice(0, PAGE_ENTRIES));
    this.#rows.set(older, rows.slice(PAGE_ENTRIES));
    for (const { entry } of rows.slice(PAGE_ENTRIES)) this.#pageOf.set(entry.id, older);
    this.#touched.add(older);
  }

  #newPage(position: number): number {
    const { nextPage, pages } = this.#index;
    this.#index = {
      ...this.#index,
      pages: pages.toSpliced(position, 0, nextPage),
      nextPage: nextPage + 1,
    };
    return nextPage;
  }
}

/** Of those out of the bin, the `count` that were added last, the last one first. */
export function lastAdded(entries: readonly Entry[], count: number): Entry[] {
  const last: Entry[] = [];
  for (const entry of entries) {
    const { createdAt } = entry.meta;
    const isAmong = last.length < count || createdAt > (last.at(-1)?.meta.createdAt ?? 0);
    if (!isAmong || !isStanding(entry)) continue;
    const place = last.findIndex((other) => other.meta.createdAt < createdAt);
    last.splice(place === -1 ? last.length : place, 0, entry);
    last.length = Math.min(last.length, count);
  }
  return last;
}

/** What its section tells entries apart by; `''` where nothing does. */
export function categoryOf({ section: code, fields }: Entry): string {
  const name = sectionByCode(code)?.category;
  const value = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : '';
}
