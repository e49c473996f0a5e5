import type { EntryId } from '#base/ids.ts';
import type { Correction, Entry, EntryMeta, SectionNone } from './entry.ts';
import { migrateEntry, type StoredEntry } from './migrations.ts';
import { sectionByCode } from './registry.ts';
import { singleCodeOf, validateFields } from './section.ts';

/**
 * What a doc holds and this app cannot show as an entry: it stays in the doc, untouched.
 * `newer`: an app to come wrote it (*mettez à jour*). `invalid`: it breaks its section's rules.
 */
export type SetAside = {
  readonly id: EntryId;
  readonly section: string | undefined;
  readonly why: 'newer' | 'invalid';
  /** Names of the fields that are invalid. */
  readonly fields: readonly string[];
};

export type ReadEntry =
  | { readonly is: 'entry'; readonly entry: Entry }
  | { readonly is: 'setAside'; readonly setAside: SetAside };

export type DocContents = {
  /** Valid for their sections; of sections unknown here, as they came. The bin's included. */
  readonly entries: readonly Entry[];
  readonly setAside: readonly SetAside[];
  /** Those that nothing set aside makes doubtful. */
  readonly nones: readonly SectionNone[];
};

type Marks = Pick<EntryMeta, 'hidden' | 'sensitive' | 'deletedAt'>;

/**
 * @param stored undefined: what stands there is no entry in any format
 * @param past what was corrected, the newest first
 */
export function classifyEntry(
  id: EntryId,
  stored: StoredEntry | undefined,
  marks: Marks,
  past: readonly Correction[] = [],
): ReadEntry {
  if (!stored) return setAside({ id, section: undefined, why: 'invalid', fields: [] });
  const migrated = migrateEntry(stored);
  if (!migrated.ok) return setAside({ id, section: stored.section, why: 'newer', fields: [] });
  const { section: code, createdAt, changedAt, source, fields } = migrated.value;
  const section = sectionByCode(code);
  if (section && (section.single === true) !== (singleCodeOf(id) === code)) {
    return setAside({ id, section: code, why: 'invalid', fields: ['id'] });
  }
  const checked = section && validateFields(section, fields, 'received');
  if (checked && !checked.ok) {
    return setAside({ id, section: code, why: 'invalid', fields: checked.error.invalid });
  }
  const meta = { createdAt, changedAt, ...marks, source };
  const entry = { id, section: code, meta, fields, ...(past.length > 0 && { past }) };
  return { is: 'entry', entry };
}

const setAside = (one: SetAside): ReadEntry => ({ is: 'setAside', setAside: one });
