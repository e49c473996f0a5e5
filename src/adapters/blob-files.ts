import type { BlobFiles } from '#vault/ports.ts';
import { chunkKey, chunkKeys, nameOfChunkKey } from './blob-key.ts';
import { CHUNKS, type Database } from './database.ts';
import { bytesOf, ownBytes } from './dexie-store.ts';

/**
 * `BlobFiles` over the browser's database: one row a chunk, one chunk at a time in memory.
 * Chunks are strict too: the browser may keep values of this size in files of their own, which
 * a later strict commit of something else does not flush.
 */
export function createBlobFiles(database: Database): BlobFiles {
  const keysOf = (name: string): IDBKeyRange => {
    const { from, to } = chunkKeys(name);
    return database.keyRange.bound(from, to, false, true);
  };
  return {
    writeChunk: (name, index, chunk) => {
      const key = chunkKey(name, index);
      return database.write([CHUNKS], 'strict', (transaction) => {
        transaction.objectStore(CHUNKS).put(ownBytes(chunk), key);
      });
    },

    readChunk: (name, index) => {
      const key = chunkKey(name, index);
      return database.read(async (db) => {
        const chunk: unknown = await db.table(CHUNKS).get(key);
        return chunk === undefined ? undefined : bytesOf(chunk);
      });
    },

    remove: (name) => {
      const keys = keysOf(name);
      return database.write([CHUNKS], 'strict', (transaction) => {
        transaction.objectStore(CHUNKS).delete(keys);
      });
    },

    names: () => database.read((db) => readNames(db.backendDB())),
  };
}

/** Walks the keys alone, from one name to the next. */
function readNames(db: IDBDatabase): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const names: string[] = [];
    const walk = db.transaction(CHUNKS).objectStore(CHUNKS).openKeyCursor();
    walk.onerror = () => {
      reject(walk.error ?? new DOMException('names cannot be read', 'UnknownError'));
    };
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (typeof cursor?.key !== 'string') {
        resolve(names);
        return;
      }
      const name = nameOfChunkKey(cursor.key);
      names.push(name);
      cursor.continue(chunkKeys(name).to);
    };
  });
}
