import { describe, expect, test } from 'vitest';
import type { PartialDate } from '#base/time.ts';
import { EMPTY_DATE, isBlank, joinDate, splitDate } from '#ui/components/date-parts.ts';

const parts = (year: string, month = '', day = '') => ({ year, month, day });

describe('the boxes of a date', () => {
  test.each([
    [parts('2026'), '2026'],
    [parts('2026', '3'), '2026-03'],
    [parts('2026', '11', '8'), '2026-11-08'],
    [parts(' 2026 ', '02', '28'), '2026-02-28'],
  ])('%o holds %s', (typed, date) => {
    expect(joinDate(typed)).toBe(date);
  });

  test.each([
    [EMPTY_DATE],
    [parts('26')],
    [parts('2026', '13')],
    [parts('2026', '02', '30')],
    [parts('2026', '', '18')],
    [parts('', '11', '18')],
    [parts('2026', '0')],
  ])('%o holds no date', (typed) => {
    expect(joinDate(typed)).toBeUndefined();
  });

  test('a date fills the boxes it knows', () => {
    expect(splitDate('2026-11' as PartialDate)).toEqual(parts('2026', '11'));
    expect(splitDate(undefined)).toEqual(EMPTY_DATE);
  });

  test('boxes with spaces only are blank', () => {
    expect(isBlank(parts(' '))).toBe(true);
    expect(isBlank(parts('2'))).toBe(false);
  });
});
