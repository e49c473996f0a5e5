import type { EntryId } from '#base/ids.ts';
import { parsePartialDate, type PartialDate } from '#base/time.ts';
import { isPlainObject, own } from './json.ts';

/** The version of `project`: a device whose projector is older than a filter's publishes nothing. */
export const PROJECTOR_VERSION = 1;

/** What a window shows of one section. */
export type SectionFilter = {
  readonly shown: boolean;
  /** Codes of the section's category field; undefined: every one that this version knows. */
  readonly categories?: readonly string[];
  /** Only what is known to be of that day or later, or still goes on. */
  readonly since?: PartialDate;
  /** Only what still goes on today. */
  readonly currentOnly?: boolean;
};

/** What a correspondent sees of a record: one JSON value, kept in the `channels` section. */
export type WindowFilter = {
  /** 1, 2, 3…: one more at each change by a person. */
  readonly number: number;
  /** `PROJECTOR_VERSION` of the app that wrote it. */
  readonly projector: number;
  /** The preset it started from: a code of `presets.ts`. */
  readonly preset: string;
  /** By section code; a section that is not named is not shown. */
  readonly sections: Readonly<Record<string, SectionFilter>>;
  /** Chosen one by one, whatever their category and period; never though hidden or sensitive. */
  readonly include: readonly EntryId[];
  /** Chosen one by one though hidden or sensitive. */
  readonly includeProtected: readonly EntryId[];
  /** Left out one by one; stronger than both lists above. */
  readonly exclude: readonly EntryId[];
  /** Made of several that were written at the same time: a person has to look at it. */
  readonly merged?: true;
};

const MAX_CHOSEN = 10_000;

/** Whether a value is a filter of this projector's version, or of an earlier one. */
export function isWindowFilter(value: unknown): value is WindowFilter {
  if (!isPlainObject(value)) return false;
  const merged = own(value, 'merged');
  return (
    isCount(own(value, 'number')) &&
    isCount(own(value, 'projector')) &&
    isShortText(own(value, 'preset')) &&
    isSectionFilters(own(value, 'sections')) &&
    [own(value, 'include'), own(value, 'includeProtected'), own(value, 'exclude')].every(isIds) &&
    (merged === undefined || merged === true)
  );
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;

const isShortText = (value: unknown): boolean => typeof value === 'string' && value.length <= 64;

const isIds = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= MAX_CHOSEN &&
  value.every((id) => typeof id === 'string' && /^[0-9a-f]{32}$/.test(id));

const isSectionFilters = (value: unknown): boolean =>
  isPlainObject(value) && Object.values(value).every(isSectionFilter);

function isSectionFilter(value: unknown): boolean {
  if (!isPlainObject(value) || typeof own(value, 'shown') !== 'boolean') return false;
  const [categories, since, currentOnly] = ['categories', 'since', 'currentOnly'].map((key) =>
    own(value, key),
  );
  return (
    (categories === undefined || (Array.isArray(categories) && categories.every(isShortText))) &&
    (since === undefined || (typeof since === 'string' && parsePartialDate(since).ok)) &&
    (currentOnly === undefined || typeof currentOnly === 'boolean')
  );
}
