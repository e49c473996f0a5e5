import { daysInMonth, type PartialDate } from './time.ts';

/** A whole day of the Gregorian calendar, `YYYY-MM-DD`, without a zone: compares as text. */
export type CivilDay = PartialDate;

/** The day `count` days later; earlier when negative. */
export function addDays(day: CivilDay, count: number): CivilDay {
  const [year, month, date] = partsOf(day);
  return new Date(Date.UTC(year, month - 1, date + count)).toISOString().slice(0, 10) as CivilDay;
}

/**
 * The same date `count` months later, or the last day of that month where it has no such date:
 * one year after 29 February is 28 February, as terms are counted in France (article 641 of its
 * rules of civil procedure).
 */
export function addMonths(day: CivilDay, count: number): CivilDay {
  const [year, month, date] = partsOf(day);
  const months = year * 12 + month - 1 + count;
  const newYear = Math.floor(months / 12);
  const newMonth = (months % 12) + 1;
  return writeDay(newYear, newMonth, Math.min(date, daysInMonth(newYear, newMonth)));
}

/** The first day that a date known to the year, month or day can mean. */
export const earliestDay = (date: PartialDate): CivilDay =>
  `${date}${'-01-01'.slice(date.length - 4)}` as CivilDay;

/** The last day that a date known to the year, month or day can mean. */
export function latestDay(date: PartialDate): CivilDay {
  const [year = '', month = '12', day] = date.split('-');
  return `${year}-${month}-${day ?? String(daysInMonth(Number(year), Number(month)))}` as CivilDay;
}

const partsOf = (day: CivilDay): readonly [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

const writeDay = (year: number, month: number, date: number): CivilDay =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}` as CivilDay;
