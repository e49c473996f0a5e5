import type { EntryId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Entry, EntryMeta } from '#record/entry.ts';
import type { FieldValues } from '#record/section.ts';

/** An id that ends with the digits given and is never that of a single section. */
export const idOf = (digits: string): EntryId => digits.padStart(32, 'f') as EntryId;

/** A plain entry for a test; fields are not checked. */
export const entry = (
  section: string,
  of: {
    readonly id?: string;
    readonly fields?: FieldValues;
    readonly meta?: Partial<EntryMeta>;
  } = {},
): Entry => ({
  id: idOf(of.id ?? '1'),
  section,
  meta: {
    createdAt: instant(0),
    changedAt: instant(0),
    hidden: false,
    sensitive: undefined,
    deletedAt: undefined,
    source: undefined,
    ...of.meta,
  },
  fields: of.fields ?? {},
});
