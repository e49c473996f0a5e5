import { err, ok, type Result } from '#base/result.ts';
import { tables, type StoreError } from '#vault/ports.ts';
import { Connection, type DatabasePlatform } from './database-connection.ts';
import { storeErrorOf } from './storage-error.ts';

/** The chunks of sealed files, beside the vault's own tables. */
export const CHUNKS = 'chunks';
export type DatabaseTable = (typeof tables)[number] | typeof CHUNKS;

/**
 * One IndexedDB database: a table each, string keys beside `Uint8Array` values, no index.
 * Opens at the first use.
 */
export type Database = {
  readonly keyRange: typeof IDBKeyRange;
  /** `act` makes its requests on the table at once; `answerOf` is the promise of one. */
  read<T>(
    table: DatabaseTable,
    act: (table: IDBObjectStore) => Promise<T>,
  ): Promise<Result<T, StoreError>>;
  /**
   * One transaction over `names` only; ok when it is complete. `act` makes its requests at once
   * and awaits nothing; when the database stands open it runs before `write` returns.
   */
  write(
    names: readonly DatabaseTable[],
    durability: IDBTransactionDurability,
    act: (transaction: IDBTransaction) => void,
  ): Promise<Result<void, StoreError>>;
  /** For good: whatever is asked later is refused. */
  close(): void;
};

export function createDatabase(
  name: string,
  platform: () => DatabasePlatform = () => globalThis,
): Database {
  const { IDBKeyRange: keyRange } = platform();
  const connection = new Connection({ name, tables: [...tables, CHUNKS] }, platform);

  const run = async <T>(
    begin: (database: IDBDatabase) => IDBTransaction,
    act: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<Result<T, StoreError>> => {
    try {
      const transaction = beginOn(connection, begin) ?? (await openAndBegin(connection, begin));
      return transaction.ok ? ok(await act(transaction.value)) : transaction;
    } catch (error) {
      return err(storeErrorOf(error, 'open'));
    }
  };
  return {
    keyRange,
    read: (table, act) =>
      run(
        (database) => database.transaction(table),
        (transaction) => act(transaction.objectStore(table)),
      ),
    write: (names, durability, act) =>
      run(
        (database) => database.transaction(names, 'readwrite', { durability }),
        (transaction) => untilComplete(transaction, act),
      ),
    close: () => {
      connection.close();
    },
  };
}

export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException('no reason given', 'UnknownError'));
    };
  });

type Begin = (database: IDBDatabase) => IDBTransaction;

/** Undefined when the database isn't open. */
function beginOn(connection: Connection, begin: Begin): Result<IDBTransaction, never> | undefined {
  if (!connection.database) return undefined;
  try {
    return ok(begin(connection.database));
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
    connection.drop();
    return undefined;
  }
}

async function openAndBegin(
  connection: Connection,
  begin: Begin,
): Promise<Result<IDBTransaction, StoreError>> {
  const opened = await connection.open();
  if (!opened.ok) return opened;
  return beginOn(connection, begin) ?? err({ type: 'StorageRefused' });
}

function untilComplete(
  transaction: IDBTransaction,
  act: (transaction: IDBTransaction) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new DOMException('the database was closed', 'AbortError'));
    };
    try {
      act(transaction);
    } catch (error) {
      transaction.onabort = null;
      transaction.abort();
      throw error;
    }
    transaction.commit();
  });
}
