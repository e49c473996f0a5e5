import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DatabasePlatform } from '#adapters/database-connection.ts';
import { createDatabase } from '#adapters/database.ts';
import { createDexieStore } from '#adapters/dexie-store.ts';
import { eraseDevice } from '#adapters/erase-device.ts';
import { instant } from '#base/time.ts';
import { tables, type Store, type StoreError, type Write } from '#vault/ports.ts';

const NAME = 'carnet';
const refusedFor = (type: StoreError['type']) => ({ ok: false, error: { type } });
const aWrite: Write = { table: 'ops', key: 'a', value: Uint8Array.of(1) };

describe('the device’s database', () => {
  let factory: IDBFactory;
  const open = (): Store =>
    createDexieStore(createDatabase(NAME, () => ({ indexedDB: factory, IDBKeyRange })));
  const opened = (version?: number, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = factory.open(NAME, version);
      request.onupgradeneeded = () => upgrade?.(request.result);
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(request.error ?? new Error('no reason given'));
      };
    });
  beforeEach(() => {
    factory = new IDBFactory();
  });

  it('has a table each with keys outside the values, and no index', async () => {
    const store = open();
    await store.commit([aWrite], 'strict');
    await store.close();
    const db = await opened();
    expect([...db.objectStoreNames].sort()).toEqual([...tables, 'chunks'].sort());
    for (const name of db.objectStoreNames) {
      const table = db.transaction(name).objectStore(name);
      expect([table.keyPath, table.autoIncrement, [...table.indexNames]]).toEqual([
        null,
        false,
        [],
      ]);
    }
  });

  it('leaves data of a newer version alone, whatever its tables', async () => {
    (await opened(20, (db) => db.createObjectStore('later'))).close();
    const store = open();
    expect(await store.get('ops', 'a')).toEqual(refusedFor('NewerData'));
    expect(await store.commit([aWrite], 'strict')).toEqual(refusedFor('NewerData'));
    const db = await opened();
    expect([db.version, [...db.objectStoreNames]]).toEqual([20, ['later']]);
  });

  it('says that a database of this version that lacks tables is damaged, and leaves it', async () => {
    (await opened(10, (db) => db.createObjectStore('ops'))).close();
    expect(await open().commit([aWrite], 'strict')).toEqual(refusedFor('StorageDamaged'));
    expect((await opened()).version).toBe(10);
  });

  it('says that a row that is not bytes is damage', async () => {
    const store = open();
    await store.commit([aWrite], 'strict');
    const transaction = (await opened()).transaction('ops', 'readwrite');
    transaction.objectStore('ops').put('text', 'b');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    expect(await store.get('ops', 'b')).toEqual(refusedFor('StorageDamaged'));
    expect(await store.range('ops', { from: '', to: 'z' })).toEqual(refusedFor('StorageDamaged'));
    expect((await store.get('ops', 'a')).ok).toBe(true);
  });

  it('makes way for a newer version of the app, then says so', async () => {
    const store = open();
    await store.commit([aWrite], 'strict');
    (await opened(20)).close();
    expect(await store.commit([aWrite], 'strict')).toEqual(refusedFor('NewerData'));
  });

  it('opens again after the browser closed it', async () => {
    const databases: IDBDatabase[] = [];
    const watched = {
      open: (name: string, version?: number) => {
        const request = factory.open(name, version);
        request.addEventListener('success', () => databases.push(request.result));
        return request;
      },
    } as IDBFactory;
    const platform = (): DatabasePlatform => ({ indexedDB: watched, IDBKeyRange });
    const store = createDexieStore(createDatabase(NAME, platform));
    await store.commit([aWrite], 'strict');
    databases[0]?.close();
    expect(await store.commit([{ ...aWrite, key: 'b' }], 'strict')).toEqual({
      ok: true,
      value: undefined,
    });
    expect((await store.get('ops', 'a')).ok).toBe(true);
    expect(databases).toHaveLength(2);
  });

  it('refuses to go on in an empty place after its data were deleted', async () => {
    const store = open();
    await store.commit([aWrite], 'strict');
    const proof = { otherCopy: { of: 'relay', confirmedAt: instant(0) } } as const;
    expect(await eraseDevice(NAME, proof, factory)).toEqual({ ok: true, value: undefined });
    expect(await store.commit([aWrite], 'strict')).toEqual(refusedFor('StorageRefused'));
    expect(await store.get('ops', 'a')).toEqual(refusedFor('StorageRefused'));
    expect(await open().get('ops', 'a')).toEqual({ ok: true, value: undefined });
  });

  it('does not delete what another connection keeps open', async () => {
    const other = await opened(1);
    other.onversionchange = null;
    expect(await eraseDevice(NAME, { exported: true }, factory)).toEqual(
      refusedFor('StorageRefused'),
    );
    other.close();
  });

  it.each([
    ['SecurityError', 'StorageRefused'],
    ['InvalidStateError', 'StorageRefused'],
    ['NotAllowedError', 'StorageRefused'],
    ['UnknownError', 'StorageDamaged'],
    ['QuotaExceededError', 'DeviceFull'],
  ] as const)('answers a browser whose open() throws %s with %s', async (name, type) => {
    const refusing = {
      open: () => {
        throw new DOMException('refused', name);
      },
    } as unknown as IDBFactory;
    const store = createDexieStore(
      createDatabase(NAME, () => ({ indexedDB: refusing, IDBKeyRange })),
    );
    expect(await store.get('ops', 'a')).toEqual(refusedFor(type));
    expect(await store.commit([aWrite], 'strict')).toEqual(refusedFor(type));
  });

  it('answers a browser without a database with StorageRefused, and tries again when asked', async () => {
    const here: { indexedDB: IDBFactory | undefined } = { indexedDB: undefined };
    const store = createDexieStore(createDatabase(NAME, () => ({ ...here, IDBKeyRange })));
    expect(await store.commit([aWrite], 'strict')).toEqual(refusedFor('StorageRefused'));
    here.indexedDB = factory;
    expect(await store.commit([aWrite], 'strict')).toEqual({ ok: true, value: undefined });
  });

  it('throws a bug on, and writes nothing of its commit', async () => {
    const store = open();
    const bug = { table: 'ops', key: 5, value: Symbol('no bytes') } as unknown as Write;
    await expect(store.commit([aWrite, bug], 'strict')).rejects.toThrow();
    expect(await store.get('ops', 'a')).toEqual({ ok: true, value: undefined });
  });
});
