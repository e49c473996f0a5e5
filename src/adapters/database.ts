import { Dexie } from 'dexie';
import { err, ok, type Ok, type Result } from '#base/result.ts';
import { tables, type StoreError } from '#vault/ports.ts';
import {
  connect,
  strictFactory,
  VERSION,
  type Connection,
  type DatabasePlatform,
} from './database-connection.ts';
import { storeErrorOf } from './storage-error.ts';

/** The chunks of sealed files, beside the vault's own tables. */
export const CHUNKS = 'chunks';
export type DatabaseTable = (typeof tables)[number] | typeof CHUNKS;

/**
 * One IndexedDB database: a table each, string keys beside `Uint8Array` values, no index.
 * Opens at the first use. Another version of the app that upgrades it closes it here; then it
 * opens again, and says so when its data are now newer than this code.
 */
export type Database = {
  readonly keyRange: typeof IDBKeyRange;
  read<T>(act: (db: Dexie) => PromiseLike<T>): Promise<Result<T, StoreError>>;
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
  const db = new Dexie(name, {
    indexedDB: strictFactory(platform),
    IDBKeyRange: keyRange,
    autoOpen: false,
    cache: 'disabled',
  });
  db.version(VERSION).stores(Object.fromEntries([...tables, CHUNKS].map((table) => [table, ''])));
  const connection = connect(db);

  return {
    keyRange,
    async read(act) {
      const opened = await connection.open();
      if (!opened.ok) return opened;
      try {
        return ok(await act(db));
      } catch (error) {
        return err(storeErrorOf(error, 'open'));
      }
    },
    async write(names, durability, act) {
      try {
        const request = { connection, db, names, durability };
        const transaction = beginTransaction(request) ?? (await openAndBegin(request));
        if (transaction.ok) await runTransaction(transaction.value, act);
        return transaction.ok ? ok(undefined) : transaction;
      } catch (error) {
        return err(storeErrorOf(error, 'open'));
      }
    },
    close: connection.close,
  };
}

type TransactionRequest = {
  readonly connection: Connection;
  readonly db: Dexie;
  readonly names: readonly DatabaseTable[];
  readonly durability: IDBTransactionDurability;
};

/**
 * Undefined when the database isn't open: not yet, or no more because the browser closed it.
 * Dexie sets durability for a whole database; the browser takes it for each transaction.
 */
function beginTransaction({
  connection,
  db,
  names,
  durability,
}: TransactionRequest): Ok<IDBTransaction> | undefined {
  if (!connection.isOpen()) return undefined;
  try {
    return ok(db.backendDB().transaction(names, 'readwrite', { durability }));
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
    db.close({ disableAutoOpen: false });
    return undefined;
  }
}

async function openAndBegin(
  request: TransactionRequest,
): Promise<Result<IDBTransaction, StoreError>> {
  const opened = await request.connection.open();
  if (!opened.ok) return opened;
  return beginTransaction(request) ?? err({ type: 'StorageRefused' });
}

function runTransaction(
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
