import type { Dexie, Table as DexieTable } from 'dexie';
import { copy, type Bytes } from '#base/bytes.ts';
import { ok } from '#base/result.ts';
import type { Row, Store, Table } from '#vault/ports.ts';
import type { Database } from './database.ts';

/** `Store` over the browser's database. */
export function createDexieStore(database: Database): Store {
  const rows = (db: Dexie, table: Table): DexieTable<unknown, string> => db.table(table);
  return {
    get: (table, key) =>
      database.read(async (db) => {
        const value = await rows(db, table).get(key);
        return value === undefined ? undefined : bytesOf(value);
      }),

    range: (table, { from, to, limit, reverse }) =>
      database.read((db) =>
        db.transaction('r', table, async () => {
          const collection = () => {
            const all = rows(db, table).where(':id').between(from, to);
            const ordered = reverse ? all.reverse() : all;
            return limit === undefined ? ordered : ordered.limit(limit);
          };
          const [keys, values] = await Promise.all([
            collection().primaryKeys(),
            collection().toArray(),
          ]);
          return keys.map((key, index): Row => ({ key, value: bytesOf(values[index]) }));
        }),
      ),

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

/** A view is stored with the whole buffer behind it: only what was asked goes to disk. */
export const ownBytes = (value: Bytes): Bytes =>
  value.byteLength === value.buffer.byteLength ? value : copy(value);

/** What a table holds; anything else was not written by this code, and is damage. */
export function bytesOf(value: unknown): Bytes {
  if (value instanceof Uint8Array) return value as Bytes;
  throw new DOMException('a row is not bytes', 'EncodingError');
}
