import type { DatabaseSync } from 'node:sqlite';
import { mustGet } from '#base/assert.ts';
import { idToBytes, type Incarnation, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { readAppends, type Batch, type OtherChange, type PackedAppend } from './sqlite-batch.ts';
import { prepareStatements, type Statements } from './sqlite-statements.ts';

const SQLITE_FULL = 13;

/** Changes after which deleted bytes might still stand in the write-ahead log. */
const deleting: ReadonlySet<OtherChange['type']> = new Set(['strip', 'stripRetired', 'erase']);

/** Writes batches, each in one transaction that is on disk when `commit` returns ok. */
export class SqliteChanges {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  /** The database's own number of each log met, so that an append looks nothing up. */
  readonly #numbers = new Map<LogId, number>();
  #nextNumber: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareStatements(database);
    this.#nextNumber = Number(this.#sql.lastNumber.get()?.['last'] ?? 0) + 1;
  }

  /** Throws when the disk fails: what it holds is then unknown. */
  commit({ logs, pieces }: Batch): Result<void, 'Full'> {
    try {
      this.#sql.begin.run();
      for (const piece of pieces) {
        if ('packed' in piece) {
          for (const append of readAppends(piece.packed)) this.#append(append, logs);
        } else this.#apply(piece);
      }
      this.#sql.commit.run();
    } catch (failure) {
      if ((failure as { errcode?: number }).errcode !== SQLITE_FULL) throw failure;
      if (this.#database.isTransaction) this.#sql.rollback.run();
      this.#numbers.clear();
      return err('Full');
    }
    if (pieces.some((piece) => 'type' in piece && deleting.has(piece.type))) {
      this.#emptyWriteAheadLog();
    }
    return ok(undefined);
  }

  /** What was just overwritten must not survive in the write-ahead log. */
  #emptyWriteAheadLog(): void {
    this.#sql.truncateLog.all();
  }

  #append(append: PackedAppend, logs: readonly LogId[]): void {
    const log = mustGet(logs[append.logIndex], 'a batch names its logs');
    this.#sql.append.run(
      this.#number(log),
      append.relaySeq,
      append.kind,
      append.at,
      append.author,
      append.writer,
      append.seq,
      append.hash,
      append.chain,
      append.bytes ?? null,
    );
  }

  #apply(change: OtherChange): void {
    const sql = this.#sql;
    switch (change.type) {
      case 'create':
        return this.#create(change.log, change.inc);
      case 'strip':
        for (const relaySeq of change.relaySeqs) sql.strip.run(this.#number(change.log), relaySeq);
        return;
      case 'retire':
        sql.retire.run(change.until, this.#number(change.log), change.before);
        return;
      case 'bringBack':
        sql.bringBack.run(this.#number(change.log));
        return;
      case 'stripRetired':
        sql.stripRetired.run(change.now);
        return;
      case 'erase':
        sql.deleteOps.run(this.#number(change.log));
        sql.dropReferencesOfLog.run(idToBytes(change.log));
        sql.setErased.run(idToBytes(change.log));
        return;
      case 'setReference': {
        const { blob, log, uploader, state, since, bytes, declaredAt } = change.reference;
        const by = uploader === undefined ? null : idToBytes(uploader);
        const declared = [bytes ?? null, declaredAt ?? null];
        sql.setReference.run(idToBytes(blob), idToBytes(log), by, state, since, ...declared);
        return;
      }
      case 'dropReference':
        sql.dropReference.run(idToBytes(change.blob), idToBytes(change.log));
        return;
      case 'noteRead': {
        const { log, at, author, fromSeq, toSeq } = change.read;
        sql.noteRead.run(idToBytes(log), at, idToBytes(author), fromSeq, toSeq);
        return;
      }
      case 'noteBlobRead': {
        const { log, at, author, blob } = change.read;
        sql.noteBlobRead.run(idToBytes(log), at, idToBytes(author), idToBytes(blob));
        return;
      }
      case 'putSlot': {
        const { mailbox, slot, bytes, expires } = change.slot;
        sql.putSlot.run(idToBytes(mailbox), slot, bytes, expires);
        return;
      }
      case 'putBox':
        sql.putBox.run(Buffer.from(change.locator, 'hex'), change.bytes);
        return;
      case 'dropMailboxes':
        sql.dropMailboxes.run(change.before);
        return;
      case 'dropReads':
        sql.dropReads.run(change.before);
        sql.dropBlobReads.run(change.before);
    }
  }

  #create(log: LogId, inc: Incarnation): void {
    this.#sql.create.run(idToBytes(log), this.#nextNumber, idToBytes(inc));
    this.#numbers.set(log, this.#nextNumber);
    this.#nextNumber += 1;
  }

  #number(log: LogId): number {
    const known = this.#numbers.get(log);
    if (known !== undefined) return known;
    const row = mustGet(
      this.#sql.findLog.get(idToBytes(log)),
      'a log is created before it is written',
    );
    const number = Number(row['log']);
    this.#numbers.set(log, number);
    return number;
  }
}
