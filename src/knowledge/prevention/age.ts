import { addDays, addMonths, type CivilDay } from '#base/day.ts';

/** A length of life or an interval: `8d`, `6w`, `2m`, `16y` (days, weeks, months, years). */
export type Age = string;

const PATTERN = /^(\d{1,4})([dwmy])$/;

export const isAge = (value: unknown): value is Age =>
  typeof value === 'string' && PATTERN.test(value);

/**
 * The day on which somebody born on `birth` reaches `age`, or the day `age` after any day.
 * Months and years are counted from date to date (see `addMonths`).
 */
export function dayAt(birth: CivilDay, age: Age): CivilDay {
  const [, digits = '0', unit = 'd'] = PATTERN.exec(age) ?? [];
  const count = Number(digits);
  if (unit === 'd') return addDays(birth, count);
  if (unit === 'w') return addDays(birth, count * 7);
  return addMonths(birth, unit === 'm' ? count : count * 12);
}
