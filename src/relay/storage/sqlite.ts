import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { copy, type Bytes } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import {
  idFromBytes,
  idLength,
  idToBytes,
  writeId,
  type Incarnation,
  type LogId,
} from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { opKinds } from '#protocol/op.ts';
import type { BlobReference, Change, Storage, StoredOp } from './port.ts';
import {
  rowToChain,
  rowToOp,
  rowToReader,
  rowToReference,
  rowToSlot,
  rowToUsage,
  type Row,
} from './sqlite-rows.ts';
import { setDurable } from './sqlite-durable.ts';
import { migrate } from './sqlite-schema.ts';
import { prepareStatements, type Statements } from './sqlite-statements.ts';

/** @param maxPages a ceiling of the database's size, in pages of 4 KiB; for tests of a full disk */
export function openSqliteStorage(path: string, maxPages?: number): Storage {
  const database = new DatabaseSync(path);
  setDurable(database);
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${String(maxPages)}`);
  migrate(database);
  return new SqliteStorage(database);
}

const SQLITE_FULL = 13;

/** Changes after which deleted bytes might still stand in the write-ahead log. */
const deleting: ReadonlySet<Change['type']> = new Set(['strip', 'stripRetired', 'erase']);

class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  /** The database's own number of each log met, so that an append looks nothing up. */
  readonly #numbers = new Map<LogId, number>();
  /** Ids of the op being written: SQLite copies what is bound to a statement. */
  readonly #scratch = {
    author: new Uint8Array(idLength('AuthorId')),
    writer: new Uint8Array(idLength('WriterId')),
    hash: new Uint8Array(idLength('OpHash')),
    chain: new Uint8Array(idLength('OpHash')),
  };
  #nextNumber: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareStatements(database);
    this.#nextNumber = Number(this.#sql.lastNumber.get()?.['last'] ?? 0) + 1;
  }

  commit(changes: readonly Change[]): Promise<Result<void, 'Full'>> {
    return new Promise((resolve) => {
      resolve(this.#commit(changes));
    });
  }

  #commit(changes: readonly Change[]): Result<void, 'Full'> {
    if (changes.length === 0) return ok(undefined);
    try {
      this.#sql.begin.run();
      for (const change of changes) this.#apply(change);
      this.#sql.commit.run();
    } catch (failure) {
      if ((failure as { errcode?: number }).errcode !== SQLITE_FULL) throw failure;
      if (this.#database.isTransaction) this.#sql.rollback.run();
      this.#numbers.clear();
      return err('Full');
    }
    if (changes.some(({ type }) => deleting.has(type))) {
      this.#emptyWriteAheadLog();
    }
    return ok(undefined);
  }

  /** What was just overwritten must not survive in the write-ahead log. */
  #emptyWriteAheadLog(): void {
    this.#sql.truncateLog.all();
  }

  #apply(change: Change): void {
    const sql = this.#sql;
    switch (change.type) {
      case 'append':
        return this.#append(change.log, change.op);
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
        const { blob, log, uploader, state, since } = change.reference;
        const by = uploader === undefined ? null : idToBytes(uploader);
        sql.setReference.run(idToBytes(blob), idToBytes(log), by, state, since);
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

  #append(log: LogId, op: StoredOp): void {
    const { author, writer, hash, chain } = this.#scratch;
    writeId(op.author, author, 0);
    writeId(op.writer, writer, 0);
    writeId(op.hash, hash, 0);
    writeId(op.chain, chain, 0);
    this.#sql.append.run(
      this.#number(log),
      op.relaySeq,
      opKinds[op.kind],
      op.at,
      author,
      writer,
      op.seq,
      hash,
      chain,
      op.bytes ?? null,
    );
  }

  #findNumber(log: LogId): number | undefined {
    const known = this.#numbers.get(log);
    if (known !== undefined) return known;
    const row = this.#sql.findLog.get(idToBytes(log));
    if (!row) return undefined;
    this.#numbers.set(log, Number(row['log']));
    return Number(row['log']);
  }

  #number(log: LogId): number {
    return mustGet(this.#findNumber(log), 'a log is created before it is written');
  }

  #rows(statement: StatementSync, log: LogId, ...values: number[]): readonly Row[] {
    const number = this.#findNumber(log);
    return number === undefined ? [] : statement.all(number, ...values);
  }

  findLog(log: LogId): ReturnType<Storage['findLog']> {
    const row = this.#sql.findLog.get(idToBytes(log));
    if (!row) return Promise.resolve(undefined);
    const number = Number(row['log']);
    this.#numbers.set(log, number);
    const last = this.#sql.lastOp.get(number);
    return Promise.resolve({
      inc: idFromBytes('Incarnation', row['inc'] as Bytes),
      isErased: row['erased'] === 1,
      lastSeq: last ? Number(last['relay_seq']) : 0,
      chain: last ? idFromBytes('OpHash', last['chain'] as Bytes) : undefined,
    });
  }

  readOps(
    log: LogId,
    after: number,
    maxOps: number,
    maxBytes: number,
  ): ReturnType<Storage['readOps']> {
    const number = this.#findNumber(log);
    const page: StoredOp[] = [];
    if (number === undefined) return Promise.resolve(page);
    let bytes = 0;
    for (const row of this.#sql.readOps.iterate(number, after, maxOps)) {
      const op = rowToOp(row);
      bytes += op.bytes?.length ?? 0;
      if (page.length > 0 && bytes > maxBytes) break;
      page.push(op);
    }
    return Promise.resolve(page);
  }

  readRuleOps(log: LogId): ReturnType<Storage['readRuleOps']> {
    return Promise.resolve(this.#rows(this.#sql.readRuleOps, log).map(rowToOp));
  }

  hasRetired(now: number): Promise<boolean> {
    return Promise.resolve(this.#sql.hasRetired.get(now) !== undefined);
  }

  readChains(log: LogId): ReturnType<Storage['readChains']> {
    return Promise.resolve(this.#rows(this.#sql.readChains, log).map(rowToChain));
  }

  readHashes(log: LogId): ReturnType<Storage['readHashes']> {
    const rows = this.#rows(this.#sql.readHashes, log);
    return Promise.resolve(new Set(rows.map((row) => idFromBytes('OpHash', row['hash'] as Bytes))));
  }

  readUsage(log: LogId, since: number): ReturnType<Storage['readUsage']> {
    return Promise.resolve(this.#rows(this.#sql.readUsage, log, since).map(rowToUsage));
  }

  findOp(
    ...[log, author, writer, seq]: Parameters<Storage['findOp']>
  ): ReturnType<Storage['findOp']> {
    const number = this.#findNumber(log);
    const row =
      number === undefined
        ? undefined
        : this.#sql.findOp.get(number, idToBytes(author), idToBytes(writer), seq);
    return Promise.resolve(
      row && {
        relaySeq: Number(row['relay_seq']),
        hash: idFromBytes('OpHash', row['hash'] as Bytes),
      },
    );
  }

  findReferences(...[blob]: Parameters<Storage['findReferences']>): Promise<BlobReference[]> {
    return Promise.resolve(this.#sql.findReferences.all(idToBytes(blob)).map(rowToReference));
  }

  referencesOf(log: LogId): Promise<BlobReference[]> {
    return Promise.resolve(this.#sql.referencesOf.all(idToBytes(log)).map(rowToReference));
  }

  staleReferences(state: BlobReference['state'], before: number): Promise<BlobReference[]> {
    return Promise.resolve(this.#sql.staleReferences.all(state, before).map(rowToReference));
  }

  readsOf(log: LogId): ReturnType<Storage['readsOf']> {
    const ops = this.#sql.readsOf.all(idToBytes(log)).map((row) => ({
      log,
      ...rowToReader(row),
      fromSeq: Number(row['from_seq']),
      toSeq: Number(row['to_seq']),
    }));
    const blobs = this.#sql.blobReadsOf.all(idToBytes(log)).map((row) => ({
      log,
      ...rowToReader(row),
      blob: idFromBytes('BlobId', row['blob'] as Bytes),
    }));
    return Promise.resolve({ ops, blobs });
  }

  readBox(locator: string): Promise<Bytes | undefined> {
    const row = this.#sql.readBox.get(Buffer.from(locator, 'hex'));
    return Promise.resolve(row && copy(row['bytes'] as Uint8Array));
  }

  readMailbox(
    ...[mailbox]: Parameters<Storage['readMailbox']>
  ): ReturnType<Storage['readMailbox']> {
    const rows = this.#sql.readMailbox.all(idToBytes(mailbox));
    return Promise.resolve(rows.map((row) => ({ mailbox, ...rowToSlot(row) })));
  }

  close(): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }
}
