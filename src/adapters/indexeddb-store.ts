import { copy, type Bytes } from '#base/bytes.ts';
import { ok } from '#base/result.ts';
import type { Row, Store } from '#vault/ports.ts';
import { answerOf, type Database } from './database.ts';

/** `Store` over the browser's database. */
export function createIndexedDbStore(database: Database): Store {
  return {
    get: (table, key) =>
      database.read(table, async (rows) => {
        const value: unknown = await answerOf(rows.get(key));
        return value === undefined ? undefined : bytesOf(value);
      }),

    range: (table, { from, to, limit, reverse = false }) => {
      // A range without keys is an error there, and no limit is what a limit of 0 means.
      if (from >= to || limit === 0) return Promise.resolve(ok([]));
      const keys = database.keyRange.bound(from, to, false, true);
      return database.read(table, async (rows) => {
        const isFromEnd = reverse && limit !== undefined;
        const found = await (isFromEnd ? lastOf(rows, keys, limit) : firstOf(rows, keys, limit));
        const ordered = found.map(([key, value]): Row => ({
          key: key as string,
          value: bytesOf(value),
        }));
        return reverse && !isFromEnd ? ordered.reverse() : ordered;
      });
    },

    commit: (writes, durability) => {
      if (writes.length === 0) return Promise.resolve(ok(undefined));
      const touched = [...new Set(writes.map(({ table }) => table))];
      return database.write(touched, durability, (transaction) => {
        for (const write of writes) {
          const store = transaction.objectStore(write.table);
          if ('value' in write) store.put(ownBytes(write.value), write.key);
          else store.delete(write.key);
        }
      });
    },

    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

/** Keys, and what stands at each. */
type Found = readonly (readonly [key: IDBValidKey, value: unknown])[];

async function firstOf(rows: IDBObjectStore, range: IDBKeyRange, limit?: number): Promise<Found> {
  const [keys, values] = await Promise.all([
    answerOf(rows.getAllKeys(range, limit)),
    answerOf<unknown[]>(rows.getAll(range, limit)),
  ]);
  return keys.map((key, index) => [key, values[index]]);
}

/** From the last one backwards. */
function lastOf(rows: IDBObjectStore, range: IDBKeyRange, limit: number): Promise<Found> {
  return new Promise((resolve, reject) => {
    const found: (readonly [IDBValidKey, unknown])[] = [];
    const request = rows.openCursor(range, 'prev');
    request.onerror = () => {
      reject(request.error ?? new DOMException('no reason given', 'UnknownError'));
    };
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor) found.push([cursor.key, cursor.value]);
      if (!cursor || found.length === limit) resolve(found);
      else cursor.continue();
    };
  });
}

/** A view is stored with the whole buffer behind it: only what was asked goes to disk. */
export const ownBytes = (value: Bytes): Bytes =>
  value.byteLength === value.buffer.byteLength ? value : copy(value);

/** What a table holds; anything else was not written by this code, and is damage. */
export function bytesOf(value: unknown): Bytes {
  if (value instanceof Uint8Array) return value as Bytes;
  throw new DOMException('a row is not bytes', 'EncodingError');
}
