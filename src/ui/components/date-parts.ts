import { parsePartialDate, type PartialDate } from '#base/time.ts';

/** What is typed in the three boxes of a date. */
export type DateParts = { readonly year: string; readonly month: string; readonly day: string };
export type DatePart = keyof DateParts;

export const EMPTY_DATE: DateParts = { year: '', month: '', day: '' };

export function splitDate(date: PartialDate | undefined): DateParts {
  const [year = '', month = '', day = ''] = date?.split('-') ?? [];
  return { year, month, day };
}

/** The date that the boxes hold: a year, a month of it, or a day of that; undefined otherwise. */
export function joinDate({ year, month, day }: DateParts): PartialDate | undefined {
  const [y, m, d] = [year.trim(), month.trim(), day.trim()];
  if (m === '' && d !== '') return undefined;
  const text = [y, twoDigits(m), twoDigits(d)].filter((part) => part !== '').join('-');
  const parsed = parsePartialDate(text);
  return parsed.ok ? parsed.value : undefined;
}

const twoDigits = (part: string): string => (part === '' ? '' : part.padStart(2, '0'));

export const isBlank = (parts: DateParts): boolean =>
  [parts.year, parts.month, parts.day].every((part) => part.trim() === '');
