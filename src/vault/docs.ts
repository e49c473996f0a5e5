import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { ChainKey } from '#protocol/op.ts';
import { encodeState, type RecordDoc } from '#record/document.ts';
import { hasPending, loadDoc, type DocPart } from '#record/merge.ts';
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
  #nextUpdate = 1;

  constructor(rows: SealedRows, store: Store) {
    this.#rows = rows;
    this.#store = store;
  }

  async load(logId: LogId, docId: string): Promise<Result<LoadedDoc, VaultError>> {
    const key = this.#key(logId, docId);
    const known = this.#loaded.get(key);
    if (known) return ok(known);
    const parts = await this.#parts(key);
    if (!parts.ok) return parts;
    const doc = loadDoc(parts.value);
    if (!doc.ok) return err({ type: 'StorageDamaged' });
    const clients = await this.#rows.getJson<[number, ChainKey][]>('docs', `${key}/clients`);
    if (!clients.ok) return clients;
    const updates = parts.value.filter((part) => part.format === 'update').length;
    const loaded = { logId, docId, doc: doc.value, clients: new Map(clients.value ?? []), updates };
    this.#loaded.set(key, loaded);
    return ok(loaded);
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
    const key = this.#key(logId, loaded.docId);
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
