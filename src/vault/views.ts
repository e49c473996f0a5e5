import { ok, type Result } from '#base/result.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { compareEntries, sections } from '#record/registry.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { SealedRows } from './sealed-rows.ts';

/*
 * Sealed views: the entries of a section as plain data in sealed pages, newest first, so that a
 * list opens without its CRDT. A copy of what the docs say, written in the same transaction.
 */

const PAGE_ENTRIES = 100;
/** A page that grew beyond this is cut in two. */
const PAGE_ENTRIES_MAX = 150;

/** The section's pages, newest first, and what a keeper said of the section as a whole. */
type IndexRow = {
  readonly section: string;
  readonly pages: readonly number[];
  readonly nextPage: number;
  readonly none: SectionNone | null;
  /** Entries that are there and cannot be read: beside them no "none" is believed. */
  readonly aside: readonly EntryId[];
};

/** An entry as a page holds it: what the doc says, and which doc. */
export type ViewRow = { readonly docId: string; readonly entry: Entry };

type SectionPages = {
  readonly key: string;
  index: IndexRow;
  readonly pages: Map<number, ViewRow[]>;
  readonly pageOf: Map<EntryId, number>;
};

export type ViewChange = {
  readonly section: string;
  readonly put: readonly ViewRow[];
  readonly gone: readonly EntryId[];
  /** Of `gone`: what is still there and cannot be read. */
  readonly aside?: readonly EntryId[];
  readonly none?: SectionNone | undefined;
};

export class Views {
  readonly #rows: SealedRows;
  readonly #open = new Map<string, Promise<Result<SectionPages, VaultError>>>();

  constructor(rows: SealedRows) {
    this.#rows = rows;
  }

  /** All entries of a section, newest first, those in the bin included. */
  async section(
    logId: LogId,
    section: string,
  ): Promise<Result<{ entries: Entry[]; none: SectionNone | undefined }, VaultError>> {
    const pages = await this.#pages(logId, section);
    if (!pages.ok) return pages;
    const { index, pages: byNumber } = pages.value;
    const rows = index.pages.flatMap((page) => byNumber.get(page) ?? []);
    return ok({
      entries: rows.map((row) => row.entry),
      none: index.aside.length > 0 ? undefined : (index.none ?? undefined),
    });
  }

  /** The docs that the entries of a section stand in. */
  async docIds(logId: LogId, section: string): Promise<Result<ReadonlySet<string>, VaultError>> {
    const pages = await this.#pages(logId, section);
    if (!pages.ok) return pages;
    const rows = [...pages.value.pages.values()].flat();
    return ok(new Set(rows.map(({ docId }) => docId)));
  }

  /** The newest entries alone: one small page, whatever the length of the life. */
  async firstPage(logId: LogId, section: string): Promise<Result<readonly Entry[], VaultError>> {
    const key = this.#rows.hiddenKey('view', logId, section);
    const index = await this.#rows.getJson<IndexRow>('views', key);
    if (!index.ok) return index;
    const first = index.value?.pages[0];
    if (first === undefined) return ok([]);
    const page = await this.#rows.getJson<ViewRow[]>('views', pageKey(key, first));
    return page.ok ? ok((page.value ?? []).map((row) => row.entry)) : page;
  }

  /** An entry of a log, whatever its section. */
  async find(logId: LogId, id: EntryId): Promise<Result<ViewRow | undefined, VaultError>> {
    for (const { code } of sections) {
      const pages = await this.#pages(logId, code);
      if (!pages.ok) return pages;
      const page = pages.value.pages.get(pages.value.pageOf.get(id) ?? -1);
      const row = page?.find((candidate) => candidate.entry.id === id);
      if (row) return ok(row);
    }
    return ok(undefined);
  }

  /** The sections whose entries may stand in a doc. */
  sectionsIn(docId: string): readonly string[] {
    const name = docId.split('/')[0];
    return sections.filter((section) => section.doc.name === name).map(({ code }) => code);
  }

  /** The sections whose "none" stands in a doc. */
  sectionsOfDoc(docId: string): readonly string[] {
    return sections.filter((section) => section.doc.name === docId).map((section) => section.code);
  }

  /** Puts the changes of one section into the batch. */
  async change(batch: Batch, logId: LogId, change: ViewChange): Promise<Result<void, VaultError>> {
    const loaded = await this.#pages(logId, change.section);
    if (!loaded.ok) return loaded;
    const pages = loaded.value;
    // Memory is changed at once; a batch that fails reads it from the disk again.
    batch.otherwise(() => this.#open.delete(pages.key));
    const touched = new Set<number>();
    const gone = [...change.gone, ...change.put.map((row) => row.entry.id)];
    for (const id of gone) takeOut(pages, id, touched);
    for (const row of change.put) putIn(pages, row, touched);
    const aside = [
      ...pages.index.aside.filter((id) => !gone.includes(id)),
      ...(change.aside ?? []),
    ];
    pages.index = { ...pages.index, aside };
    if ('none' in change) pages.index = { ...pages.index, none: change.none ?? null };
    for (const page of touched) {
      const entries = pages.pages.get(page);
      const key = pageKey(pages.key, page);
      if (entries) batch.write(this.#rows.putJson('views', key, entries));
      else batch.write({ table: 'views', key, delete: true });
    }
    batch.write(this.#rows.putJson('views', pages.key, pages.index));
    batch.tell(`entries/${logId}/${change.section}`);
    return ok(undefined);
  }

  #pages(logId: LogId, section: string): Promise<Result<SectionPages, VaultError>> {
    const key = this.#rows.hiddenKey('view', logId, section);
    const known = this.#open.get(key);
    if (known) return known;
    const loading = this.#load(key, section);
    this.#open.set(key, loading);
    return loading;
  }

  async #load(key: string, section: string): Promise<Result<SectionPages, VaultError>> {
    const index = await this.#rows.getJson<IndexRow>('views', key);
    if (!index.ok) return index;
    const rows = await this.#rows.allJson<ViewRow[]>('views', `${key}/`);
    if (!rows.ok) return rows;
    const pages = new Map(
      rows.value.map((row) => [Number(row.key.slice(key.length + 1)), row.value]),
    );
    const pageOf = new Map<EntryId, number>();
    for (const [page, held] of pages) for (const { entry } of held) pageOf.set(entry.id, page);
    const empty: IndexRow = { section, pages: [], nextPage: 1, none: null, aside: [] };
    return ok({ key, index: index.value ?? empty, pages, pageOf });
  }
}

const pageKey = (key: string, page: number): string => `${key}/${String(page).padStart(6, '0')}`;

function takeOut(pages: SectionPages, id: EntryId, touched: Set<number>): void {
  const page = pages.pageOf.get(id);
  if (page === undefined) return;
  pages.pageOf.delete(id);
  touched.add(page);
  const left = (pages.pages.get(page) ?? []).filter((row) => row.entry.id !== id);
  if (left.length > 0) {
    pages.pages.set(page, left);
    return;
  }
  pages.pages.delete(page);
  pages.index = { ...pages.index, pages: pages.index.pages.filter((number) => number !== page) };
}

function putIn(pages: SectionPages, row: ViewRow, touched: Set<number>): void {
  const page = pageFor(pages, row.entry);
  const entries = [...(pages.pages.get(page) ?? []), row].sort((a, b) =>
    compareEntries(a.entry, b.entry),
  );
  pages.pages.set(page, entries);
  pages.pageOf.set(row.entry.id, page);
  touched.add(page);
  if (entries.length > PAGE_ENTRIES_MAX) cutInTwo(pages, page, touched);
}

/** The first page, newest first, whose oldest entry is not newer than this one. */
function pageFor(pages: SectionPages, entry: Entry): number {
  for (const page of pages.index.pages) {
    const last = pages.pages.get(page)?.at(-1);
    if (last !== undefined && compareEntries(entry, last.entry) <= 0) return page;
  }
  const oldest = pages.index.pages.at(-1);
  if (oldest !== undefined && (pages.pages.get(oldest)?.length ?? 0) < PAGE_ENTRIES) return oldest;
  return newPage(pages, pages.index.pages.length);
}

function cutInTwo(pages: SectionPages, page: number, touched: Set<number>): void {
  const entries = pages.pages.get(page) ?? [];
  const older = newPage(pages, pages.index.pages.indexOf(page) + 1);
  pages.pages.set(page, entries.slice(0, PAGE_ENTRIES));
  pages.pages.set(older, entries.slice(PAGE_ENTRIES));
  for (const { entry } of entries.slice(PAGE_ENTRIES)) pages.pageOf.set(entry.id, older);
  touched.add(older);
}

function newPage(pages: SectionPages, position: number): number {
  const { nextPage, pages: numbers } = pages.index;
  pages.index = {
    ...pages.index,
    pages: numbers.toSpliced(position, 0, nextPage),
    nextPage: nextPage + 1,
  };
  return nextPage;
}
