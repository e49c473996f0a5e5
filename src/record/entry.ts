import type { EntryId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';

/** JSON as an entry holds it; undefined never stands in it. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Health matters left out of every preset until chosen one by one (product 1.4). */
export const sensitivities = ['mental', 'sexual', 'other'] as const;
export type Sensitivity = (typeof sensitivities)[number];

/** What every entry carries whatever its section. */
export type EntryMeta = {
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  /** Marked hidden by a keeper of the record: left out of every window. */
  readonly hidden: boolean;
  readonly sensitive: Sensitivity | undefined;
  /** In the bin since; undefined while it stands. */
  readonly deletedAt: Instant | undefined;
  /** Where an imported or deposited entry comes from, as its section describes it. */
  readonly source: Json | undefined;
};

/** What fields said before a correction; null where they said nothing. */
export type Correction = {
  readonly at: Instant;
  readonly fields: Readonly<Record<string, Json>>;
};

/**
 * One entry of a section: plain data, valid for its section or kept as it came.
 * `fields` may hold names that this version does not know: they pass untouched.
 */
export type Entry<Fields = Readonly<Record<string, Json>>> = {
  readonly id: EntryId;
  readonly section: string;
  readonly meta: EntryMeta;
  readonly fields: Fields;
  /** What was corrected, the newest first; absent where nothing was. No window shows it. */
  readonly past?: readonly Correction[];
};

/** "Je ne suis pas concerné": said by a keeper, so that empty and none differ. */
export type SectionNone = { readonly section: string; readonly saidAt: Instant };
