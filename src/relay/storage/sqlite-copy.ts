import { backup, DatabaseSync } from 'node:sqlite';
import type { Bytes } from '#base/bytes.ts';
import { idFromBytes, idToBytes, type BlobId, type Incarnation, type LogId } from '#base/ids.ts';
import { chainNext, chainStart } from '#protocol/relay-chain.ts';
import { openDatabase } from './sqlite-database.ts';

/** `PRAGMA application_id` of a database that is a copy: "CRNB". */
const COPIED = 0x43524e42;
/** In one step, so that the copy is of one moment; writers of a WAL database do not wait for it. */
const ALL_PAGES = 2 ** 31 - 1;
const OPS_AT_ONCE = 1_000;

/** What a copy holds and refers to. */
export type CopiedDatabase = { readonly logs: number; readonly blobs: readonly BlobId[] };

/** Copies the database of a relay, which may be running, as it stands at one moment. */
export async function copyDatabase(from: string, to: string): Promise<CopiedDatabase> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    copy.exec(`PRAGMA journal_mode = DELETE; PRAGMA application_id = ${String(COPIED)}`);
    const [logs] = copy.prepare('SELECT count(*) AS logs FROM logs').all();
    const blobs = copy
      .prepare(`SELECT DISTINCT blob FROM blob_references WHERE state <> 'uploading'`)
      .all();
    return {
      logs: Number(logs?.['logs']),
      blobs: blobs.map((row) => idFromBytes('BlobId', row['blob'] as Bytes)),
    };
  } finally {
    copy.close();
  }
}

/**
 * Begins a new life of every log of a database that is a copy: what was acknowledged since it was
 * made is not in it, and devices that see a new life bring that again [P50]. Whatever is no copy is
 * left alone.
 * @returns how many logs began anew
 */
export function reviveCopy(path: string, newIncarnation: () => Incarnation): number {
  const database = openDatabase(path, undefined);
  try {
    const id = database.prepare('PRAGMA application_id').get()?.['application_id'];
    return id === COPIED ? beginAnew(database, newIncarnation) : 0;
  } finally {
    database.close();
  }
}

function beginAnew(database: DatabaseSync, newIncarnation: () => Incarnation): number {
  database.exec('BEGIN IMMEDIATE');
  const logs = database.prepare('SELECT name, log FROM logs WHERE erased = 0').all();
  const setInc = database.prepare('UPDATE logs SET inc = ? WHERE log = ?');
  for (const row of logs) {
    const inc = newIncarnation();
    const number = Number(row['log']);
    setInc.run(idToBytes(inc), number);
    chainAnew(database, number, idFromBytes('LogId', row['name'] as Bytes), inc);
  }
  database.exec('PRAGMA application_id = 0; COMMIT');
  return logs.length;
}

/** The relay's chain of one log, from its start in this life [P51]. */
function chainAnew(database: DatabaseSync, number: number, logId: LogId, inc: Incarnation): void {
  const read = database.prepare(
    `SELECT relay_seq, hash FROM ops WHERE log = ? AND relay_seq > ? ORDER BY relay_seq LIMIT ?`,
  );
  const setChain = database.prepare('UPDATE ops SET chain = ? WHERE log = ? AND relay_seq = ?');
  let chain = chainStart(logId, inc);
  for (let after = 0, isMore = true; isMore;) {
    const ops = read.all(number, after, OPS_AT_ONCE);
    isMore = ops.length === OPS_AT_ONCE;
    for (const op of ops) {
      after = Number(op['relay_seq']);
      chain = chainNext(chain, idFromBytes('OpHash', op['hash'] as Bytes));
      setChain.run(idToBytes(chain), number, after);
    }
  }
}
