import type { Entry } from '#record/entry.ts';
import { sectionByCode } from '#record/registry.ts';
import { journal } from '#record/sections/journal.ts';
import { fileOf } from './window-content.ts';

/** In a key's place: a file stays a valid one, so that its entry can be read and changed. */
const NO_KEY = '0'.repeat(64);

/** An entry as it leaves the vault: a file is opened by its handle, so that its key stays here. */
export function shownEntry(entry: Entry): Entry {
  const file = fileOf(entry);
  return file ? { ...entry, fields: { ...entry.fields, file: { ...file, key: NO_KEY } } } : entry;
}

/**
 * Whether a section may leave the vault: those that hold keys, and the vault's own, may not. The
 * journal holds no key: no window shows it, its holder reads it.
 */
export const isShown = (section: string): boolean =>
  section === journal.code || sectionByCode(section)?.projectable !== false;
