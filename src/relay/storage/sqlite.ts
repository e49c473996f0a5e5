import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { invariant } from '#base/assert.ts';
import { ok, type Result } from '#base/result.ts';
import type { Change, Storage } from './port.ts';
import { packBatch } from './sqlite-batch.ts';
import { openDatabase } from './sqlite-database.ts';
import { SqliteReads } from './sqlite-reads.ts';

/**
 * The relay's embedded database: read here, written by a thread of its own.
 * @param maxPages a ceiling of the database's size, in pages of 4 KiB; for tests of a full disk
 */
export function openSqliteStorage(path: string, maxPages?: number): Storage {
  const database = openDatabase(path, maxPages);
  return new SqliteStorage(database, new SqliteWriter(path, maxPages));
}

class SqliteStorage extends SqliteReads implements Storage {
  readonly #database: DatabaseSync;
  readonly #writer: SqliteWriter;

  constructor(database: DatabaseSync, writer: SqliteWriter) {
    super(database);
    this.#database = database;
    this.#writer = writer;
  }

  async commit(changes: readonly Change[]): Promise<Result<void, 'Full'>> {
    return changes.length === 0 ? ok(undefined) : this.#writer.commit(changes);
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.#database.close();
  }
}

type Waiting = {
  readonly resolve: (result: Result<void, 'Full'>) => void;
  readonly reject: (failure: Error) => void;
};

/** This thread's end of the writer. It answers batches in the order they were sent. */
class SqliteWriter {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #exited: Promise<void>;
  #failure: Error | undefined;

  constructor(path: string, maxPages: number | undefined) {
    this.#worker = new Worker(new URL('./sqlite-writer.ts', import.meta.url), {
      workerData: { path, maxPages },
    });
    this.#worker.on('message', (result: Result<void, 'Full'>) => {
      this.#waiting.shift()?.resolve(result);
    });
    this.#worker.on('error', (failure: Error) => {
      this.#failure = failure;
      for (const { reject } of this.#waiting.splice(0)) reject(failure);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        resolve();
      });
    });
  }

  commit(changes: readonly Change[]): Promise<Result<void, 'Full'>> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const batch = packBatch(changes);
      const handedOver = batch.pieces.flatMap((each) =>
        'packed' in each ? each.packed.buffer : [],
      );
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(batch, handedOver);
    });
  }

  async close(): Promise<void> {
    invariant(this.#waiting.length === 0, 'nothing is being written when the storage closes');
    this.#worker.postMessage('close');
    await this.#exited;
  }
}
