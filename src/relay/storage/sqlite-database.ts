import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { invariant } from '#base/assert.ts';
import { migrate } from './sqlite-schema.ts';

/** @param maxPages a ceiling of the database's size, in pages of 4 KiB; for tests of a full disk */
export function openDatabase(path: string, maxPages: number | undefined): DatabaseSync {
  const database = new DatabaseSync(path);
  setDurable(database);
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${String(maxPages)}`);
  migrate(database);
  return database;
}

/** Acknowledged means on disk, and deleted means overwritten: checked, not hoped. */
function setDurable(database: DatabaseSync): void {
  const pragma = (name: string): SQLOutputValue | undefined =>
    Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  database.exec('PRAGMA busy_timeout = 2000');
  pragma('journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  pragma('secure_delete = ON');
  database.exec('PRAGMA cache_size = -65536');
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  invariant(pragma('journal_mode') === 'wal', 'the database keeps a write-ahead log');
  invariant(pragma('synchronous') === 2, 'the database syncs each commit');
  invariant(pragma('secure_delete') === 1, 'the database overwrites what it deletes');
}
