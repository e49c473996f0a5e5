import { createBlobFiles } from '#adapters/blob-files.ts';
import type { DatabasePlatform } from '#adapters/database-connection.ts';
import { createDatabase, type Database } from '#adapters/database.ts';
import { createDexieStore } from '#adapters/dexie-store.ts';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { mustGet } from '#base/assert.ts';
import type { BlobFiles, Store } from '#vault/ports.ts';

type Device<T> = {
  open(): T;
  setFull(isFull: boolean): Promise<void>;
  dispose(): Promise<void>;
};

const FULL_BYTES = 1024 * 1024;

function memoryDevice<T>(open: (disk: MemoryDisk, quotaBytes: () => number) => T): Device<T> {
  const disk = new MemoryDisk();
  let quota = Infinity;
  return {
    open: () => open(disk, () => quota),
    setFull: (isFull) => {
      quota = isFull ? FULL_BYTES : Infinity;
      return Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  };
}

export const memoryStoreDevice = (): Device<Store> =>
  memoryDevice((disk, quotaBytes) => createMemoryStore({ disk, quotaBytes }));

export const memoryBlobDevice = (): Device<BlobFiles> =>
  memoryDevice((disk, quotaBytes) => createMemoryBlobFiles({ disk, quotaBytes }));

/** A database that can be made full: values of 8 MiB no longer fit. */
export type FillablePlatform = {
  readonly platform: () => DatabasePlatform;
  readonly setFull: (isFull: boolean) => Promise<void>;
};

function databaseDevice<T>(on: FillablePlatform, over: (database: Database) => T): Device<T> {
  const name = `contract-${crypto.randomUUID()}`;
  const databases: Database[] = [];
  return {
    open: () => {
      const database = createDatabase(name, on.platform);
      databases.push(database);
      return over(database);
    },
    setFull: on.setFull,
    dispose: async () => {
      await on.setFull(false);
      for (const database of databases) database.close();
      await deleteDatabase(on.platform().indexedDB, name);
    },
  };
}

export const dexieStoreDevice = (on: FillablePlatform): Device<Store> =>
  databaseDevice(on, createDexieStore);

export const dexieBlobDevice = (on: FillablePlatform): Device<BlobFiles> =>
  databaseDevice(on, createBlobFiles);

const deleteDatabase = (factory: IDBFactory | undefined, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = mustGet(factory, 'a database').deleteDatabase(name);
    request.onsuccess = () => {
      resolve();
    };
    request.onblocked = request.onerror = () => {
      reject(new Error(`${name} is still open`));
    };
  });
