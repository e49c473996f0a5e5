import type { Page, Worker } from '@playwright/test';

/** A write transaction as it was: its tables, its rows by size. Without bytes: a deletion. */
export type WriteTransaction = {
  readonly tables: readonly string[];
  readonly rows: readonly {
    readonly table: string;
    readonly key: string;
    readonly bytes: number | undefined;
  }[];
};

type WorkerWithRecord = {
  recorded: { tables: string[]; rows: WriteTransaction['rows'][number][] }[];
};

/** From now on the worker keeps the shape of every write transaction that it begins. */
export async function recordTransactions(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const { recorded } = Object.assign(globalThis as unknown as WorkerWithRecord, { recorded: [] });
    const open = new Map<IDBTransaction, WorkerWithRecord['recorded'][number]>();
    type Method<Answer> = (...args: unknown[]) => Answer;
    const begin = Reflect.get(IDBDatabase.prototype, 'transaction') as Method<IDBTransaction>;
    IDBDatabase.prototype.transaction = function (...args) {
      const begun = Reflect.apply(begin, this, args);
      if (begun.mode === 'readwrite') {
        const kept = { tables: [...begun.objectStoreNames], rows: [] };
        open.set(begun, kept);
        recorded.push(kept);
      }
      return begun;
    };
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as Method<IDBRequest<IDBValidKey>>;
    IDBObjectStore.prototype.put = function (value: Uint8Array, key: string) {
      const row = { table: this.name, key, bytes: value.byteLength };
      open.get(this.transaction)?.rows.push(row);
      return Reflect.apply(put, this, [value, key]);
    };
    const remove = Reflect.get(IDBObjectStore.prototype, 'delete') as Method<IDBRequest<undefined>>;
    IDBObjectStore.prototype.delete = function (key: string) {
      const row = { table: this.name, key, bytes: undefined };
      open.get(this.transaction)?.rows.push(row);
      return Reflect.apply(remove, this, [key]);
    };
  });
}

export const recordedTransactions = (worker: Worker): Promise<readonly WriteTransaction[]> =>
  worker.evaluate(() => (globalThis as unknown as WorkerWithRecord).recorded);

/**
 * The same bytes again in a database of the page's own: one strict transaction after the other.
 * @returns milliseconds of each, from its beginning to its completion
 */
export function replay(page: Page, transactions: readonly WriteTransaction[]): Promise<number[]> {
  return page.evaluate(async (replayed) => {
    const tables = new Set(replayed.flatMap((transaction) => transaction.tables));
    const opening = indexedDB.open('floor', 1);
    opening.onupgradeneeded = () => {
      for (const table of tables) opening.result.createObjectStore(table);
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => {
        resolve(opening.result);
      };
      opening.onerror = () => {
        reject(opening.error ?? new Error('no database'));
      };
    });
    const noise = crypto.getRandomValues(new Uint8Array(65_536));
    const bytesOf = (length: number): Uint8Array =>
      Uint8Array.from({ length }, (_, index) => noise[index % noise.length] ?? 0);

    const times: number[] = [];
    for (const { tables: names, rows } of replayed) {
      const writes = rows.map((row) => ({
        ...row,
        value: row.bytes === undefined ? undefined : bytesOf(row.bytes),
      }));
      const startedAt = performance.now();
      const transaction = database.transaction(names, 'readwrite', { durability: 'strict' });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => {
          resolve();
        };
        transaction.onabort = () => {
          reject(transaction.error ?? new Error('aborted'));
        };
      });
      for (const { table, key, value } of writes) {
        const store = transaction.objectStore(table);
        if (value) store.put(value, key);
        else store.delete(key);
      }
      transaction.commit();
      await done;
      times.push(performance.now() - startedAt);
    }
    database.close();
    return times;
  }, transactions);
}
