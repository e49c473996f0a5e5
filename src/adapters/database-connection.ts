import { err, ok, type Result } from '#base/result.ts';
import type { StoreError } from '#vault/ports.ts';
import { storeErrorOf } from './storage-error.ts';

/** The first version of the tables. Below it there is none: the number came with a former library. */
const VERSION = 10;

/** The browser's database, or what stands for it. */
export type DatabasePlatform = {
  readonly indexedDB: IDBFactory | undefined;
  readonly IDBKeyRange: typeof IDBKeyRange;
};

/** What a database is called, and its tables: string keys outside the values, no index. */
export type DatabaseShape = { readonly name: string; readonly tables: readonly string[] };

/**
 * The one connection that a database opens, and opens again. Another version of the app that
 * upgrades the database closes it here. Data of a newer version, tables that are missing, and data
 * that were deleted under us are said, and left as they are.
 */
export class Connection {
  readonly #shape: DatabaseShape;
  readonly #platform: () => DatabasePlatform;
  #database: IDBDatabase | undefined;
  #opening: Promise<Result<IDBDatabase, StoreError>> | undefined;
  #wasOpen = false;
  /** Closed by us, deleted or emptied: what we hold in memory no longer stands on what is there. */
  #isLost = false;

  constructor(shape: DatabaseShape, platform: () => DatabasePlatform) {
    this.#shape = shape;
    this.#platform = platform;
  }

  /** Undefined when it isn't open: not yet, or no more because the browser closed it. */
  get database(): IDBDatabase | undefined {
    return this.#database;
  }

  open(): Promise<Result<IDBDatabase, StoreError>> {
    this.#opening ??= this.#openOnce().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** The browser ended it without a word. */
  drop(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  /** For good. */
  close(): void {
    this.#isLost = true;
    this.drop();
  }

  async #openOnce(): Promise<Result<IDBDatabase, StoreError>> {
    const refused = err({ type: 'StorageRefused' } as const);
    if (this.#database) return ok(this.#database);
    if (this.#isGone()) return refused;
    try {
      const database = await this.#request();
      // Closed for good while it opened.
      if (this.#isGone()) database.close();
      else return ok(this.#take(database));
    } catch (error) {
      return this.#isGone() ? refused : err(storeErrorOf(error, 'opening'));
    }
    return refused;
  }

  #isGone(): boolean {
    return this.#isLost;
  }

  #request(): Promise<IDBDatabase> {
    const { indexedDB } = this.#platform();
    if (!indexedDB) throw new DOMException('no database here', 'SecurityError');
    const request = indexedDB.open(this.#shape.name, VERSION);
    return new Promise((resolve, reject) => {
      request.onupgradeneeded = ({ oldVersion }) => {
        // Nothing of ours is there: never filled, or deleted since we had it open.
        if (this.#wasOpen) this.#isLost = true;
        if (this.#isLost || oldVersion !== 0) request.transaction?.abort();
        else for (const table of this.#shape.tables) request.result.createObjectStore(table);
      };
      request.onsuccess = () => {
        const { result } = request;
        if (this.#shape.tables.every((table) => result.objectStoreNames.contains(table))) {
          resolve(result);
          return;
        }
        result.close();
        reject(new DOMException('tables are missing', 'NotFoundError'));
      };
      request.onerror = () => {
        reject(request.error ?? new DOMException('no reason given', 'UnknownError'));
      };
      // Another tab keeps an older version open although it was asked to close.
      request.onblocked = () => {
        reject(new DOMException('another tab holds an older version', 'NotAllowedError'));
      };
    });
  }

  #take(database: IDBDatabase): IDBDatabase {
    this.#database = database;
    this.#wasOpen = true;
    database.onclose = () => {
      this.#database = undefined;
    };
    database.onversionchange = ({ newVersion }) => {
      this.#isLost ||= newVersion === null;
      this.drop();
    };
    return database;
  }
}
