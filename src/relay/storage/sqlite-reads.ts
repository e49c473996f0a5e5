import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { copy, type Bytes } from '#base/bytes.ts';
import { idFromBytes, idToBytes, type LogId } from '#base/ids.ts';
import { addUp, type BlobReference, type Storage, type StoredOp } from './port.ts';
import {
  rowToChain,
  rowToOp,
  rowToReader,
  rowToReference,
  rowToSlot,
  rowToUsage,
  type Row,
} from './sqlite-rows.ts';
import { prepareStatements, type Statements } from './sqlite-statements.ts';

/** What is read from the relay's database. It sees what was committed, in this thread or another. */
export class SqliteReads implements Omit<Storage, 'commit' | 'close'> {
  readonly #sql: Statements;
  /** The database's own number of each log met. */
  readonly #numbers = new Map<LogId, number>();

  constructor(database: DatabaseSync) {
    this.#sql = prepareStatements(database);
  }

  #findNumber(log: LogId): number | undefined {
    const known = this.#numbers.get(log);
    if (known !== undefined) return known;
    const row = this.#sql.findLog.get(idToBytes(log));
    if (!row) return undefined;
    this.#numbers.set(log, Number(row['log']));
    return Number(row['log']);
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
    const declared = this.#sql.readDeclared.all(idToBytes(log), since);
    const usage = this.#rows(this.#sql.readUsage, log, since);
    return Promise.resolve(addUp([...usage, ...declared].map(rowToUsage)));
  }

  readSize(log: LogId): Promise<number> {
    const [ops] = this.#rows(this.#sql.opsSize, log);
    const blobs = this.#sql.blobsSize.get(idToBytes(log));
    return Promise.resolve(Number(ops?.['bytes'] ?? 0) + Number(blobs?.['bytes'] ?? 0));
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
}
