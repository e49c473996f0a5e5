import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, earliestDay, latestDay, type CivilDay } from '#base/day.ts';
import type { PartialDate } from '#base/time.ts';

const day = (text: string): CivilDay => text as CivilDay;

describe('civil days', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-29', 1, '2026-03-30'],
  ])('%s and %i days is %s', (from, count, to) => {
    expect(addDays(day(from), count)).toBe(to);
  });

  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, count, to) => {
    expect(addMonths(day(from), count)).toBe(to);
  });

  it('a partial date lies between its first and its last day', () => {
    expect(earliestDay('2024' as PartialDate)).toBe('2024-01-01');
    expect(latestDay('2024' as PartialDate)).toBe('2024-12-31');
    expect(latestDay('2024-02' as PartialDate)).toBe('2024-02-29');
    expect(earliestDay('2024-02-10' as PartialDate)).toBe('2024-02-10');
  });

  it('going forth and back by days arrives at the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (count) => {
        expect(addDays(addDays(day('2400-01-01'), count), -count)).toBe('2400-01-01');
      }),
    );
  });
});
