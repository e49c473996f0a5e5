import type { PartialDate } from '#base/time.ts';
import { firstDay, lastDay, localDay, type Day } from './civil.ts';
import type { Entry } from './entry.ts';
import type { InstantWithZone } from './fields.ts';
import type { Section } from './section.ts';

/**
 * Whether what the entry tells goes on today. An end known to the year or month only may still
 * lie ahead. An entry of a section that does not last never goes on.
 */
export function isCurrent(section: Section, entry: Entry, today: Day): boolean {
  const { lasts } = section;
  if (!lasts) return false;
  const status = lasts.over && valueOf(entry, lasts.over.field);
  if (lasts.over?.codes.some((code) => code === status)) return false;
  const end = lasts.end === undefined ? undefined : valueOf(entry, lasts.end);
  return typeof end !== 'string' || lastDay(end as PartialDate) >= today;
}

/** The first day that the end, or else the date, of an entry can mean; undefined when it has none. */
export function relevantDay(section: Section, entry: Entry): Day | undefined {
  const end = section.lasts?.end === undefined ? undefined : valueOf(entry, section.lasts.end);
  const value = end ?? (section.date === undefined ? undefined : valueOf(entry, section.date));
  if (value === undefined) return undefined;
  if (typeof value === 'string') return firstDay(value as PartialDate);
  const { at, zone } = value as InstantWithZone;
  return localDay(at, zone);
}

const valueOf = ({ fields }: Entry, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
