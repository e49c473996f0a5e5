import { afterEach, expect, it, vi } from 'vitest';
import { createBlobFiles } from '#adapters/blob-files.ts';
import { createDatabase } from '#adapters/database.ts';
import { createDexieStore } from '#adapters/dexie-store.ts';
import { eraseDevice } from '#adapters/erase-device.ts';

const NAME = 'durability';

type Begin = (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) => IDBTransaction;

/** What the browser itself says of every writing transaction that it began, and its tables. */
function watchTransactions(): [IDBTransactionDurability, string[]][] {
  const begun: [IDBTransactionDurability, string[]][] = [];
  const begin = Reflect.get(IDBDatabase.prototype, 'transaction') as Begin;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...args
  ) {
    const transaction = begin.apply(this, args);
    if (transaction.mode === 'readwrite') {
      begun.push([transaction.durability, [...transaction.objectStoreNames]]);
    }
    return transaction;
  });
  return begun;
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('a strict commit is one strict transaction over the tables it touches, and complete', async () => {
  const database = createDatabase(NAME);
  const store = createDexieStore(database);
  await store.get('ops', 'a');
  const begun = watchTransactions();
  const value = Uint8Array.of(1);
  await store.commit(
    [
      { table: 'ops', key: 'a', value },
      { table: 'outbox', key: 'a', value },
    ],
    'strict',
  );
  await store.commit([{ table: 'views', key: 'a', value }], 'relaxed');
  await createBlobFiles(database).writeChunk('f', 0, value);
  expect(begun).toEqual([
    ['strict', ['ops', 'outbox']],
    ['relaxed', ['views']],
    ['strict', ['chunks']],
  ]);
  await store.close();
  await eraseDevice(NAME, { exported: true });
});

it('a commit resolves only after its transaction is complete', async () => {
  const store = createDexieStore(createDatabase(NAME));
  await store.get('ops', 'a');
  const order: string[] = [];
  const begin = Reflect.get(IDBDatabase.prototype, 'transaction') as Begin;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...args
  ) {
    const transaction = begin.apply(this, args);
    transaction.addEventListener('complete', () => order.push('complete'));
    return transaction;
  });
  await store.commit([{ table: 'ops', key: 'a', value: new Uint8Array(1_000_000) }], 'strict');
  order.push('resolved');
  expect(order).toEqual(['complete', 'resolved']);
  await store.close();
  await eraseDevice(NAME, { exported: true });
});
