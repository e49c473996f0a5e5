import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, LogId, WriterId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { chainKeyOf, type ChainKey } from '#protocol/op.ts';
import type { SnapshotDoc } from '#protocol/snapshots.ts';
import { encodeState, type RecordDoc } from '#record/document.ts';
import { applyParts, hasPending, loadDoc, type DocChanges, type DocPart } from '#record/merge.ts';
import { yjsReady } from '#record/yjs.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { Store } from './ports.ts';
import type { SealedRows } from './sealed-rows.ts';
import { orderKey } from './log-places.ts';

/** Updates that a doc may gather beside its state before they are folded into it. */
const UPDATES_BEFORE_FOLDING = 64;

/** A doc in memory, and who may write under each Yjs client in it. */
export type LoadedDoc = {
  readonly logId: LogId;
  readonly docId: string;
  readonly doc: RecordDoc;
  readonly clients: Map<number, ChainKey>;
  updates: number;
};

/** The Yjs docs of this device: a sealed state each, and the updates since. Loaded when written or merged. */
export class Docs {
  readonly #rows: SealedRows;
  readonly #store: Store;
  readonly #loaded = new Map<string, LoadedDoc>();
  readonly #names = new Map<LogId, Set<string>>();
  #nextUpdate = 1;

  constructor(rows: SealedRows, store: Store) {
    this.#rows = rows;
    this.#store = store;
  }

  async load(logId: LogId, docId: string): Promise<Result<LoadedDoc, VaultError>> {
    const key = this.#key(logId, docId);
    const known = this.#loaded.get(key);
    if (known) return ok(known);
    const names = await this.names(logId);
    if (!names.ok) return names;
    const parts = await this.#parts(key);
    if (!parts.ok) return parts;
    await yjsReady();
    const doc = loadDoc(parts.value);
    if (!doc.ok) return err({ type: 'StorageDamaged' });
    const clients = await this.#rows.getJson<[number, ChainKey][]>('docs', `${key}/clients`);
    if (!clients.ok) return clients;
    const updates = parts.value.filter((part) => part.format === 'update').length;
    const loaded = { logId, docId, doc: doc.value, clients: new Map(clients.value ?? []), updates };
    this.#loaded.set(key, loaded);
    return ok(loaded);
  }

  /** Every doc of a log that anything was ever written in. */
  async names(logId: LogId): Promise<Result<ReadonlySet<string>, VaultError>> {
    const known = this.#names.get(logId);
    if (known) return ok(known);
    const row = await this.#rows.getJson<string[]>('docs', this.#namesKey(logId));
    if (!row.ok) return row;
    const names = new Set(row.value);
    this.#names.set(logId, names);
    return ok(names);
  }

  #addName(batch: Batch, logId: LogId, docId: string): void {
    const names = this.#names.get(logId) ?? new Set<string>();
    if (names.has(docId)) return;
    this.#names.set(logId, names.add(docId));
    batch.otherwise(() => this.#names.delete(logId));
    batch.write(this.#rows.putJson('docs', this.#namesKey(logId), [...names]));
  }

  #namesKey(logId: LogId): string {
    return this.#rows.hiddenKey('docs', logId);
  }

  /** What a snapshot says of a doc now. */
  contentOf({ doc, clients }: LoadedDoc): SnapshotDoc {
    const writers = Array.from(clients, ([clientId, chain]) => {
      const [author, writer] = chain.split('/') as [AuthorId, WriterId];
      return { clientId, author, writer };
    });
    return { clients: writers, state: encodeState(doc) };
  }

  /** Merges what a snapshot says of a doc into what stands here, if anything does. */
  async merge(
    batch: Batch,
    logId: LogId,
    docId: string,
    { clients, state }: SnapshotDoc,
  ): Promise<Result<{ loaded: LoadedDoc; changes: DocChanges }, VaultError>> {
    const loaded = await this.load(logId, docId);
    if (!loaded.ok) return loaded;
    const key = this.#key(logId, docId);
    batch.otherwise(() => this.#loaded.delete(key));
    const applied = applyParts(loaded.value.doc, [{ format: 'state', bytes: state }]);
    if (!applied.ok || hasPending(loaded.value.doc)) return err({ type: 'FileDamaged' });
    for (const { clientId, author, writer } of clients) {
      if (!loaded.value.clients.has(clientId)) {
        loaded.value.clients.set(clientId, chainKeyOf({ author, writer }));
      }
    }
    batch.write(this.#rows.putJson('docs', `${key}/clients`, [...loaded.value.clients]));
    this.#addName(batch, logId, docId);
    const folded = await this.#writeState(batch, key, loaded.value);
    return folded.ok ? ok({ loaded: loaded.value, changes: applied.value }) : folded;
  }

  /** Puts another doc in the place of one: what only the former held is gone. */
  async exchange(
    batch: Batch,
    logId: LogId,
    docId: string,
    by: { readonly state: Bytes; readonly clients: ReadonlyMap<number, ChainKey> },
  ): Promise<Result<LoadedDoc, VaultError>> {
    await yjsReady();
    const doc = loadDoc([{ format: 'state', bytes: by.state }]);
    if (!doc.ok) return err({ type: 'FileDamaged' });
    const key = this.#key(logId, docId);
    const loaded = { logId, docId, doc: doc.value, clients: new Map(by.clients), updates: 0 };
    this.#loaded.set(key, loaded);
    batch.otherwise(() => this.#loaded.delete(key));
    batch.write(this.#rows.putJson('docs', `${key}/clients`, [...loaded.clients]));
    this.#addName(batch, logId, docId);
    const written = await this.#writeState(batch, key, loaded);
    return written.ok ? ok(loaded) : written;
  }

  /** Keeps an update that the doc in memory already has. A batch that fails forgets the doc. */
  keep(
    batch: Batch,
    logId: LogId,
    loaded: LoadedDoc,
    written: { readonly update: Bytes; readonly clientId: number; readonly chain: ChainKey },
  ): void {
    const key = this.#key(logId, loaded.docId);
    batch.otherwise(() => this.#loaded.delete(key));
    if (!loaded.clients.has(written.clientId)) {
      loaded.clients.set(written.clientId, written.chain);
      batch.write(this.#rows.putJson('docs', `${key}/clients`, [...loaded.clients]));
    }
    this.#addName(batch, logId, loaded.docId);
    const update = `${key}/update/${orderKey(this.#nextUpdate++)}`;
    batch.write(this.#rows.put('docs', update, written.update));
    loaded.updates += 1;
  }

  /** Whether something came in this doc that leans on what did not. */
  isIncomplete(loaded: LoadedDoc): boolean {
    return hasPending(loaded.doc);
  }

  /** Gives up the doc in memory: the next load reads it from the disk. */
  drop(logId: LogId, docId: string): void {
    this.#loaded.delete(this.#key(logId, docId));
  }

  /** Gives up every doc of a log in memory: what is written next, another Yjs client writes. */
  dropAll(logId: LogId): void {
    for (const [key, loaded] of this.#loaded) if (loaded.logId === logId) this.#loaded.delete(key);
  }

  /** Folds updates into one state where they have become many. */
  async fold(batch: Batch, logId: LogId, loaded: LoadedDoc): Promise<Result<void, VaultError>> {
    if (loaded.updates < UPDATES_BEFORE_FOLDING || hasPending(loaded.doc)) return ok(undefined);
    return this.#writeState(batch, this.#key(logId, loaded.docId), loaded);
  }

  async #writeState(
    batch: Batch,
    key: string,
    loaded: LoadedDoc,
  ): Promise<Result<void, VaultError>> {
    const rows = await this.#updateRows(key);
    if (!rows.ok) return rows;
    batch.write(this.#rows.put('docs', `${key}/state`, encodeState(loaded.doc)));
    for (const row of rows.value) batch.write({ table: 'docs', key: row.key, delete: true });
    loaded.updates = 0;
    return ok(undefined);
  }

  #key(logId: LogId, docId: string): string {
    return this.#rows.hiddenKey('doc', logId, docId);
  }

  #updateRows(key: string): ReturnType<Store['range']> {
    const prefix = `${key}/update/`;
    return this.#store.range('docs', { from: prefix, to: `${prefix}\uffff` });
  }

  async #parts(key: string): Promise<Result<DocPart[], VaultError>> {
    const state = await this.#rows.get('docs', `${key}/state`);
    if (!state.ok) return state;
    const rows = await this.#updateRows(key);
    if (!rows.ok) return rows;
    const parts: DocPart[] = state.value ? [{ format: 'state', bytes: state.value }] : [];
    for (const row of rows.value) {
      const bytes = this.#rows.open('docs', row.key, row.value);
      if (!bytes.ok) return bytes;
      parts.push({ format: 'update', bytes: bytes.value });
      const order = Number(row.key.slice(-12));
      this.#nextUpdate = Math.max(this.#nextUpdate, order + 1);
    }
    return ok(parts);
  }
}
