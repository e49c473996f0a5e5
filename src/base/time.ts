import { err, ok, type Result } from './result.ts';

declare const brand: unique symbol;

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly [brand]: 'Instant' };

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: a date known to the year, month or day (FHIR `dateTime` without time). */
export type PartialDate = string & { readonly [brand]: 'PartialDate' };

export const instant = (epochMs: number): Instant => epochMs as Instant;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A clock that code receives instead of reading the system's. */
export type Clock = { readonly now: () => Instant };

/** Parses a partial date and refuses days that no calendar has (Gregorian, years 1800 to 2999). */
export function parsePartialDate(text: string): Result<PartialDate, 'NotADate'> {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return err('NotADate');
  const [year, month, day] = [match[1], match[2], match[3]].map((part) =>
    part === undefined ? undefined : Number(part),
  );
  if (year === undefined || year < 1800 || year > 2999) return err('NotADate');
  if (month !== undefined && (month < 1 || month > 12)) return err('NotADate');
  if (month !== undefined && day !== undefined && (day < 1 || day > daysInMonth(year, month))) {
    return err('NotADate');
  }
  return ok(text as PartialDate);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const isLeapYear = (year: number): boolean =>
  (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The year of a partial date, which also names the doc of its entry. */
export const yearOf = (date: PartialDate): number => Number(date.slice(0, 4));
