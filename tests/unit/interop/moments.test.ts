import { expect, test } from 'vitest';
import { parseHl7, parseIso } from '#interop/moments.ts';

const PARIS = 'Europe/Paris';
const utc = (moment: ReturnType<typeof parseIso>): string | undefined =>
  moment?.type === 'instant' ? new Date(moment.moment.at).toISOString() : moment?.date;

test('a date is known to the year, the month or the day', () => {
  expect(['2026', '202602', '20240229'].map((text) => utc(parseHl7(text, PARIS)))).toEqual([
    '2026',
    '2026-02',
    '2024-02-29',
  ]);
});

test('a day that no calendar has is no date', () => {
  for (const text of [
    '00000000',
    '20230230',
    '20231301',
    '99999999',
    '-0001',
    '19000229',
    '',
    'NaN',
    '٢٠٢٦٠١٠١',
    '20260101000000+2500',
  ]) {
    expect(parseHl7(text, PARIS), text).toBeUndefined();
  }
});

test('an offset makes the instant, and names the zone it is of', () => {
  const moment = parseHl7('20260712101500+0200', PARIS);
  expect(moment).toEqual({
    type: 'instant',
    date: '2026-07-12',
    moment: { at: Date.UTC(2026, 6, 12, 8, 15), zone: PARIS },
  });
  const island = parseIso('2026-01-12T10:15:00+04:00', PARIS);
  expect(island).toMatchObject({ moment: { zone: 'Indian/Reunion' } });
});

test('a wall clock without an offset is that of the zone', () => {
  expect(utc(parseHl7('20260712101500', PARIS))).toBe('2026-07-12T08:15:00.000Z');
});

test('an hour lived twice is the first, and one that was skipped is counted as before', () => {
  expect(utc(parseIso('2026-10-25T02:30:00', PARIS))).toBe('2026-10-25T00:30:00.000Z');
  expect(utc(parseIso('2026-03-29T02:30:00', PARIS))).toBe('2026-03-29T01:30:00.000Z');
});
