import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Every statement the relay runs, prepared once. `log` of ops is the database's own number. */
const statements = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  truncateLog: 'PRAGMA wal_checkpoint(TRUNCATE)',

  lastNumber: 'SELECT max(log) AS last FROM logs',
  findLog: 'SELECT log, inc, erased FROM logs WHERE name = ?',
  create: 'INSERT INTO logs (name, log, inc, erased) VALUES (?, ?, ?, 0)',
  setErased: 'UPDATE logs SET erased = 1 WHERE name = ?',

  append: `INSERT INTO ops (log, relay_seq, kind, at, author, writer, seq, hash, chain, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  strip: 'UPDATE ops SET bytes = NULL WHERE log = ? AND relay_seq = ?',
  retire: `UPDATE ops SET bytes_until = ? WHERE log = ? AND relay_seq < ? AND kind = 2
    AND bytes IS NOT NULL AND bytes_until IS NULL`,
  bringBack: `UPDATE ops SET bytes_until = NULL WHERE log = ? AND bytes_until IS NOT NULL`,
  stripRetired: `UPDATE ops SET bytes = NULL, bytes_until = NULL
    WHERE bytes_until IS NOT NULL AND bytes_until <= ?`,
  hasRetired: 'SELECT 1 FROM ops WHERE bytes_until IS NOT NULL AND bytes_until <= ? LIMIT 1',
  deleteOps: 'DELETE FROM ops WHERE log = ?',
  lastOp: 'SELECT relay_seq, chain FROM ops WHERE log = ? ORDER BY relay_seq DESC LIMIT 1',
  readOps: 'SELECT * FROM ops WHERE log = ? AND relay_seq > ? ORDER BY relay_seq LIMIT ?',
  readRuleOps: 'SELECT * FROM ops WHERE log = ? AND kind NOT IN (2, 4) ORDER BY relay_seq',
  readChains: `SELECT author, writer, max(seq) AS seq, hash FROM ops WHERE log = ?
    GROUP BY author, writer`,
  readHashes: 'SELECT hash FROM ops WHERE log = ?',
  readUsage: `SELECT author, count(*) AS ops, coalesce(sum(length(bytes)), 0) AS bytes FROM ops
    WHERE log = ? AND at >= ? GROUP BY author`,
  readDeclared: `SELECT uploader AS author, 0 AS ops, sum(bytes) AS bytes FROM blob_references
    WHERE log = ? AND declared >= ? AND uploader IS NOT NULL AND bytes IS NOT NULL GROUP BY uploader`,
  opsSize: 'SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM ops WHERE log = ?',
  blobsSize: 'SELECT coalesce(sum(bytes), 0) AS bytes FROM blob_references WHERE log = ?',
  findOp: `SELECT relay_seq, hash FROM ops WHERE log = ? AND author = ? AND writer = ? AND seq = ?
    ORDER BY relay_seq DESC LIMIT 1`,

  setReference: `INSERT INTO blob_references (blob, log, uploader, state, since, bytes, declared)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (blob, log) DO UPDATE SET
    uploader = coalesce(excluded.uploader, uploader), state = excluded.state, since = excluded.since,
    bytes = coalesce(excluded.bytes, bytes), declared = coalesce(excluded.declared, declared)`,
  dropReference: 'DELETE FROM blob_references WHERE blob = ? AND log = ?',
  dropReferencesOfLog: 'DELETE FROM blob_references WHERE log = ?',
  findReferences: 'SELECT * FROM blob_references WHERE blob = ?',
  referencesOf: 'SELECT * FROM blob_references WHERE log = ?',
  staleReferences: 'SELECT * FROM blob_references WHERE state = ? AND since < ?',

  noteRead: `INSERT INTO reads (log, at, author, from_seq, to_seq) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (log, at, author) DO UPDATE SET
    from_seq = min(from_seq, excluded.from_seq), to_seq = max(to_seq, excluded.to_seq)`,
  noteBlobRead: `INSERT INTO blob_reads (log, at, author, blob) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  readsOf: 'SELECT at, author, from_seq, to_seq FROM reads WHERE log = ? ORDER BY at',
  blobReadsOf: 'SELECT at, author, blob FROM blob_reads WHERE log = ? ORDER BY at',
  dropReads: 'DELETE FROM reads WHERE at < ?',
  dropBlobReads: 'DELETE FROM blob_reads WHERE at < ?',

  putSlot: 'INSERT INTO mailboxes (mailbox, slot, bytes, expires) VALUES (?, ?, ?, ?)',
  readMailbox: 'SELECT slot, bytes, expires FROM mailboxes WHERE mailbox = ? ORDER BY slot',
  putBox:
    'INSERT INTO recovery_boxes (locator, bytes) VALUES (?, ?) ON CONFLICT (locator) DO UPDATE SET bytes = excluded.bytes',
  readBox: 'SELECT bytes FROM recovery_boxes WHERE locator = ?',
  dropMailboxes: 'DELETE FROM mailboxes WHERE expires < ?',
} as const;

export type Statements = Readonly<Record<keyof typeof statements, StatementSync>>;

export const prepareStatements = (database: DatabaseSync): Statements =>
  Object.fromEntries(
    Object.entries(statements).map(([name, text]) => [name, database.prepare(text)]),
  ) as Statements;
