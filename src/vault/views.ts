import type { EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { sections } from '#record/registry.ts';
import { singleCodeOf } from '#record/section.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { SealedRows } from './sealed-rows.ts';
import {
  headOf,
  summaryOf,
  type ViewHead,
  type ViewSummary,
  type ViewTop,
  type WaitingChange,
} from './view-head.ts';
import {
  emptyIndex,
  ViewPages,
  type ViewChange,
  type ViewIndex,
  type ViewRow,
} from './view-pages.ts';

/*
 * Sealed views: the entries of a section as plain data, newest first, so that a list opens without
 * its CRDT. A copy of what the docs say, written in the same transaction: pages and their index,
 * and beside them small rows, each one change, until there are enough to be worth new pages.
 */

/** Changes that wait beside the pages at most. */
const WAITING_MAX = 32;
/** A change of more entries than this goes into the pages at once. */
const WAITING_ENTRIES_MAX = 8;

/** A section in memory, as its rows say it. */
type OpenSection = {
  readonly key: string;
  readonly pages: ViewPages;
  /** Numbers of the changes that wait beside the pages. */
  waiting: readonly number[];
};

type StoredRow = ViewIndex | readonly ViewRow[] | WaitingChange;

export class Views {
  readonly #rows: SealedRows;
  readonly #open = new Map<string, Promise<Result<OpenSection, VaultError>>>();
  /** Of sections that are not in memory. */
  readonly #tops = new Map<string, Promise<Result<ViewTop | undefined, VaultError>>>();

  constructor(rows: SealedRows) {
    this.#rows = rows;
  }

  /** All entries of a section, newest first, those in the bin included. */
  async section(
    logId: LogId,
    section: string,
  ): Promise<Result<{ entries: Entry[]; none: SectionNone | undefined }, VaultError>> {
    const opened = await this.#section(logId, section);
    if (!opened.ok) return opened;
    const { pages } = opened.value;
    return ok({ entries: pages.rows().map((row) => row.entry), none: pages.none });
  }

  /** The docs that the entries of a section stand in. */
  async docIds(logId: LogId, section: string): Promise<Result<ReadonlySet<string>, VaultError>> {
    const opened = await this.#section(logId, section);
    if (!opened.ok) return opened;
    return ok(new Set(opened.value.pages.rows().map(({ docId }) => docId)));
  }

  /**
   * What is known of a section without its pages; undefined when it is in memory, or must be read
   * whole. Until it is in memory nothing changes it.
   */
  async summary(
    logId: LogId,
    section: string,
  ): Promise<Result<ViewSummary | undefined, VaultError>> {
    const key = this.#key(logId, section);
    const top = this.#open.has(key) ? ok(undefined) : await this.#top(key, section);
    return top.ok ? ok(top.value && summaryOf(top.value)) : top;
  }

  /** The same with the newest entries, from one small page, whatever the length of the life. */
  async head(logId: LogId, section: string): Promise<Result<ViewHead | undefined, VaultError>> {
    const key = this.#key(logId, section);
    const top = this.#open.has(key) ? ok(undefined) : await this.#top(key, section);
    if (!top.ok || top.value === undefined) return top as Result<undefined, VaultError>;
    const [first] = top.value.index.pages;
    if (first === undefined) return ok(headOf(top.value, []));
    const rows = await this.#rows.getJson<readonly ViewRow[]>('views', pageKey(key, first));
    return rows.ok ? ok(headOf(top.value, rows.value ?? [])) : rows;
  }

  #top(key: string, section: string): Promise<Result<ViewTop | undefined, VaultError>> {
    const known = this.#tops.get(key) ?? this.#loadTop(key, section);
    this.#tops.set(key, known);
    return known;
  }

  async #loadTop(key: string, section: string): Promise<Result<ViewTop | undefined, VaultError>> {
    const rows = await this.#rows.allJson<StoredRow>('views', key, `${key}/0`);
    if (!rows.ok) return rows;
    const stored = rows.value.find((row) => row.key === key)?.value as ViewIndex | undefined;
    const index = stored ?? emptyIndex(section);
    // Indexes of before decision 0013 say nothing of counts.
    if (!Object.hasOwn(index, 'counts')) return ok(undefined);
    const waiting = rows.value.filter((row) => row.key !== key);
    return ok({ index, waiting: waiting.map(({ value }) => value as WaitingChange) });
  }

  /** The section in memory, whole. */
  async pages(logId: LogId, section: string): Promise<Result<ViewPages, VaultError>> {
    const opened = await this.#section(logId, section);
    return opened.ok ? ok(opened.value.pages) : opened;
  }

  /** An entry of a log, whatever its section. */
  async find(logId: LogId, id: EntryId): Promise<Result<ViewRow | undefined, VaultError>> {
    const single = singleCodeOf(id);
    const codes = single === undefined ? await this.#codesBySize(logId) : ok([single]);
    if (!codes.ok) return codes;
    for (const code of codes.value) {
      const opened = await this.#section(logId, code);
      if (!opened.ok) return opened;
      const row = opened.value.pages.find(id);
      if (row) return ok(row);
    }
    return ok(undefined);
  }

  /** Sections of more than one entry: those in memory, then the others, the shortest first. */
  async #codesBySize(logId: LogId): Promise<Result<readonly string[], VaultError>> {
    const sizes: (readonly [code: string, size: number])[] = [];
    for (const section of sections) {
      if ('single' in section) continue;
      const key = this.#key(logId, section.code);
      const top = this.#open.has(key) ? ok(undefined) : await this.#top(key, section.code);
      if (!top.ok) return top;
      sizes.push([section.code, top.value?.index.pages.length ?? 0]);
    }
    return ok(sizes.sort(([, a], [, b]) => a - b).map(([code]) => code));
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
  async change(
    batch: Batch,
    logId: LogId,
    section: string,
    change: ViewChange,
  ): Promise<Result<void, VaultError>> {
    const opened = await this.#section(logId, section);
    if (!opened.ok) return opened;
    const { key, pages, waiting } = opened.value;
    // Memory is changed at once; a batch that fails reads it from the disk again.
    batch.otherwise(() => this.#open.delete(key));
    pages.change(change);
    const isSmall = change.put.length + change.gone.length <= WAITING_ENTRIES_MAX;
    if (isSmall && waiting.length < WAITING_MAX) {
      const number = (waiting.at(-1) ?? 0) + 1;
      opened.value.waiting = [...waiting, number];
      const row: WaitingChange = { ...change, counts: pages.counts };
      batch.write(this.#rows.putJson('views', waitingKey(key, number), row));
    } else {
      this.#fold(batch, opened.value);
    }
    batch.tell(`entries/${logId}/${section}`);
    return ok(undefined);
  }

  /** The changes that waited go into their pages. */
  #fold(batch: Batch, opened: OpenSection): void {
    const { key, pages, waiting } = opened;
    const touched = pages.takeTouched();
    for (const number of touched.pages) {
      const rows = pages.page(number);
      if (rows.length > 0) batch.write(this.#rows.putJson('views', pageKey(key, number), rows));
      else batch.write({ table: 'views', key: pageKey(key, number), delete: true });
    }
    for (const number of waiting) {
      batch.write({ table: 'views', key: waitingKey(key, number), delete: true });
    }
    batch.write(this.#rows.putJson('views', key, touched.index));
    opened.waiting = [];
  }

  #key(logId: LogId, section: string): string {
    return this.#rows.hiddenKey('view', logId, section);
  }

  #section(logId: LogId, section: string): Promise<Result<OpenSection, VaultError>> {
    const key = this.#key(logId, section);
    const known = this.#open.get(key);
    if (known) return known;
    const loading = this.#load(key, section);
    this.#open.set(key, loading);
    this.#tops.delete(key);
    return loading;
  }

  async #load(key: string, section: string): Promise<Result<OpenSection, VaultError>> {
    const stored = await this.#rows.allJson<StoredRow>('views', key);
    if (!stored.ok) return stored;
    let index = emptyIndex(section);
    const rows = new Map<number, readonly ViewRow[]>();
    const changes = new Map<number, WaitingChange>();
    for (const { key: at, value } of stored.value) {
      if (at === key) index = { ...index, ...(value as ViewIndex) };
      else if (at.startsWith(waitingPrefix(key))) {
        changes.set(Number(at.slice(waitingPrefix(key).length)), value as WaitingChange);
      } else rows.set(Number(at.slice(key.length + 1)), value as readonly ViewRow[]);
    }
    const pages = new ViewPages(index, rows);
    for (const change of changes.values()) pages.change(change);
    return ok({ key, pages, waiting: [...changes.keys()] });
  }
}

const digits = (number: number): string => String(number).padStart(6, '0');
const pageKey = (key: string, page: number): string => `${key}/${digits(page)}`;
/** Before the pages, in the order in which they were made. */
const waitingPrefix = (key: string): string => `${key}/+/`;
const waitingKey = (key: string, change: number): string =>
  `${waitingPrefix(key)}${digits(change)}`;
