import type { DatabaseSync } from 'node:sqlite';

/*
 * The tables of the relay. Logs have a small number of their own, so that the tree of ops, keyed
 * by (log, relaySeq), stays narrow; nothing is indexed twice but what rules must replay.
 * Numbers of `kind`: protocol/op.ts. Instants: milliseconds since 1970.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE logs (
    name BLOB PRIMARY KEY,
    log INTEGER NOT NULL UNIQUE,
    inc BLOB NOT NULL,
    erased INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ops (
    log INTEGER NOT NULL,
    relay_seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    chain BLOB NOT NULL,
    bytes BLOB,
    PRIMARY KEY (log, relay_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rule_ops ON ops (log, relay_seq) WHERE kind NOT IN (2, 4);

  CREATE TABLE blob_references (
    blob BLOB NOT NULL,
    log BLOB NOT NULL,
    uploader BLOB,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (blob, log)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX references_of_log ON blob_references (log);
  CREATE INDEX references_by_age ON blob_references (state, since);

  CREATE TABLE reads (
    log BLOB NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    PRIMARY KEY (log, at, author)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE blob_reads (
    log BLOB NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    blob BLOB NOT NULL,
    PRIMARY KEY (log, at, author, blob)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mailboxes (
    mailbox BLOB NOT NULL,
    slot INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (mailbox, slot)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE recovery_boxes (
    locator BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE ops ADD COLUMN bytes_until INTEGER;
  CREATE INDEX retired_ops ON ops (bytes_until) WHERE bytes_until IS NOT NULL;
  `,
  `
  ALTER TABLE blob_references ADD COLUMN bytes INTEGER;
  ALTER TABLE blob_references ADD COLUMN declared INTEGER;
  `,
];

/** Brings the database to this version; one of a later version is refused. */
export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const version = Number(row?.['user_version']);
  if (version > migrations.length) {
    throw new Error('The data folder was written by a later version of Carnet.');
  }
  for (let next = version; next < migrations.length; next++) {
    database.exec('BEGIN IMMEDIATE');
    database.exec(migrations[next] ?? '');
    database.exec(`PRAGMA user_version = ${String(next + 1)}`);
    database.exec('COMMIT');
  }
}
