import { describe, expect, it } from 'vitest';
import { instant, type PartialDate } from '#base/time.ts';
import { isCurrent, relevantDay } from '#record/calendar.ts';
import { firstDay, lastDay, localDay, nextDayStart } from '#record/civil.ts';
import { conditions } from '#record/sections/conditions.ts';
import { documents } from '#record/sections/documents.ts';
import { measurements } from '#record/sections/measurements.ts';
import { treatments } from '#record/sections/treatments.ts';
import { entry } from './entries.ts';

const day = (text: string): PartialDate => text as PartialDate;

describe('a partial date', () => {
  it.each([
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2023-02', '2023-02-01', '2023-02-28'],
    ['2024-02-10', '2024-02-10', '2024-02-10'],
  ])('%s lies between %s and %s', (date, first, last) => {
    expect(firstDay(day(date))).toBe(first);
    expect(lastDay(day(date))).toBe(last);
  });
});

describe('the day of a moment', () => {
  const newYear = instant(Date.UTC(2025, 11, 31, 23, 30));

  it.each([
    ['Europe/Paris', '2026-01-01'],
    ['Indian/Reunion', '2026-01-01'],
    ['America/Martinique', '2025-12-31'],
    ['UTC', '2025-12-31'],
    ['Mars/Olympus', '2025-12-31'],
  ])('in %s is %s', (zone, expected) => {
    expect(localDay(newYear, zone)).toBe(expected);
  });

  it.each([
    ['Europe/Paris', '2026-07-14T10:00Z', '2026-07-14T22:00Z'],
    ['Europe/Paris', '2026-10-25T00:30Z', '2026-10-25T23:00Z'],
    ['Europe/Paris', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['America/Martinique', '2025-12-31T23:59Z', '2026-01-01T04:00Z'],
    ['Mars/Olympus', '2025-12-31T23:59Z', '2026-01-01T00:00Z'],
  ])('in %s at %s ends at %s', (zone, now, end) => {
    expect(nextDayStart(instant(Date.parse(now)), zone)).toBe(Date.parse(end));
  });

  it('is right on the nights when clocks change', () => {
    const springNight = instant(Date.UTC(2026, 2, 28, 23, 30));
    const autumnNight = instant(Date.UTC(2026, 9, 24, 22, 30));
    expect(localDay(springNight, 'Europe/Paris')).toBe('2026-03-29');
    expect(localDay(autumnNight, 'Europe/Paris')).toBe('2026-10-25');
  });
});

describe('what goes on', () => {
  const today = day('2026-06-15');
  const condition = (fields: Record<string, string>): boolean =>
    isCurrent(conditions, entry('conditions', { fields: { label: 'x', ...fields } }), today);

  it('ends with its end, and on the last day that its end can mean', () => {
    expect(condition({})).toBe(true);
    expect(condition({ end: '2026-06-15' })).toBe(true);
    expect(condition({ end: '2026-06-14' })).toBe(false);
    expect(condition({ end: '2026-06' })).toBe(true);
    expect(condition({ end: '2026' })).toBe(true);
    expect(condition({ end: '2025' })).toBe(false);
  });

  it('is over when its status says so', () => {
    expect(condition({ status: 'resolved' })).toBe(false);
    expect(condition({ status: 'remission' })).toBe(true);
    expect(condition({ status: 'statusOfTomorrow' })).toBe(true);
  });

  it('is nothing that happens once', () => {
    expect(isCurrent(documents, entry('documents'), today)).toBe(false);
  });
});

describe('the day that counts for a period', () => {
  it('is the end, else the date, else none', () => {
    const treatment = (fields: Record<string, string>): string | undefined =>
      relevantDay(treatments, entry('treatments', { fields }));
    expect(treatment({ start: '2020', end: '2021-05' })).toBe('2021-05-01');
    expect(treatment({ start: '2020' })).toBe('2020-01-01');
    expect(treatment({})).toBeUndefined();
  });

  it('is the day there and then for a moment', () => {
    const takenAt = { at: Date.UTC(2025, 11, 31, 22), zone: 'Indian/Reunion' };
    const measured = entry('measurements', { fields: { takenAt } });
    expect(relevantDay(measurements, measured)).toBe('2026-01-01');
  });
});
