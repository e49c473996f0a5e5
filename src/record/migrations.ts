import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Json } from './entry.ts';
import type { FieldValues } from './section.ts';

/** What stands in a doc for one entry, marks apart, whichever way it is stored. */
export type StoredEntry = {
  /** The format version of the app that wrote it. */
  readonly version: number;
  readonly section: string;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  readonly source: Json | undefined;
  readonly fields: FieldValues;
};

/** Brings an entry from one format version to the next. */
export type Migration = (entry: StoredEntry) => StoredEntry;

/** `migrations[n]` reads version n + 1 and gives version n + 2; earlier formats are read for ever. */
const migrations: readonly Migration[] = [];

/** The version in which this app writes entries. */
export const ENTRY_VERSION = migrations.length + 1;

/** An entry in today's format; one from a newer app is left as it is, and said. */
export function migrateEntry(
  entry: StoredEntry,
  steps: readonly Migration[] = migrations,
): Result<StoredEntry, 'Newer'> {
  const current = steps.length + 1;
  if (entry.version > current) return err('Newer');
  const migrated = steps.slice(entry.version - 1).reduce((value, step) => step(value), entry);
  return ok({ ...migrated, version: current });
}
