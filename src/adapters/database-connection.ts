import type { Dexie } from 'dexie';
import { err, ok, type Result } from '#base/result.ts';
import type { StoreError } from '#vault/ports.ts';
import { storeErrorOf } from './storage-error.ts';

/** Of the tables. */
export const VERSION = 1;
/** Dexie multiplies its version numbers by ten. */
const NATIVE_VERSION = VERSION * 10;

/** The browser's database, or what stands for it. */
export type DatabasePlatform = {
  readonly indexedDB: IDBFactory | undefined;
  readonly IDBKeyRange: typeof IDBKeyRange;
};

/**
 * Dexie opens through this: never another version than ours (it would else open newer data, or
 * repair a schema by itself), and it cannot delete a database.
 */
export function strictFactory(platform: () => DatabasePlatform): {
  open: IDBFactory['open'];
  databases: IDBFactory['databases'];
} {
  return {
    open: (name, version) => {
      const { indexedDB } = platform();
      if (!indexedDB) throw new DOMException('no database here', 'SecurityError');
      if (version === undefined) throw new DOMException('newer than this code', 'VersionError');
      if (version !== NATIVE_VERSION) throw new DOMException('tables are missing', 'NotFoundError');
      return indexedDB.open(name, version);
    },
    databases: () => Promise.resolve([]),
  };
}

export type Connection = {
  readonly isOpen: () => boolean;
  readonly open: () => Promise<Result<void, StoreError>>;
  readonly close: () => void;
};

/** The one connection that a database opens, and opens again. */
export function connect(db: Dexie): Connection {
  let isOpen = false;
  let wasOpen = false;
  /** Closed by us, deleted or emptied: what we hold in memory no longer stands on what is there. */
  let isLost = false;
  let tellBlocked: (reason: DOMException) => void = () => undefined;
  const refusedWhenBlocked = (): Promise<never> =>
    new Promise((_, reject) => {
      tellBlocked = reject;
    });

  // Another tab keeps an older version open although it was asked to close.
  db.on('blocked', () => {
    tellBlocked(new DOMException('another tab holds an older version', 'NotAllowedError'));
    return false;
  });
  db.on('close', () => {
    isOpen = false;
  });
  db.on('populate', () => {
    isLost ||= wasOpen;
  });
  db.on('versionchange', (event) => {
    isLost ||= event.newVersion === null;
    db.close({ disableAutoOpen: false });
    return false;
  });

  const openOnce = async (): Promise<Result<void, StoreError>> => {
    try {
      if (!isLost && !isOpen) await Promise.race([db.open(), refusedWhenBlocked()]);
    } catch (error) {
      return err(storeErrorOf(error, 'opening'));
    }
    if (isLost) return err({ type: 'StorageRefused' });
    isOpen = wasOpen = db.isOpen();
    return isOpen ? ok(undefined) : err({ type: 'StorageRefused' });
  };
  let opening: Promise<Result<void, StoreError>> | undefined;

  return {
    isOpen: () => isOpen && !isLost,
    open: () =>
      (opening ??= openOnce().finally(() => {
        opening = undefined;
      })),
    close() {
      isLost = true;
      db.close();
    },
  };
}
