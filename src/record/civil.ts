import type { Instant, PartialDate } from '#base/time.ts';
import { daysInMonth, HOUR_MS, instant } from '#base/time.ts';

/** A whole day, `YYYY-MM-DD`: compares as text. */
export type Day = PartialDate;

/** The first day that a partial date can mean. */
export const firstDay = (date: PartialDate): Day =>
  `${date}${'-01-01'.slice(date.length - 4)}` as Day;

/** The last day that a partial date can mean. */
export function lastDay(date: PartialDate): Day {
  const [year = '', month = '12', day] = date.split('-');
  return `${year}-${month}-${day ?? String(daysInMonth(Number(year), Number(month)))}` as Day;
}

const formatByZone = new Map<string, Intl.DateTimeFormat | undefined>();

/** The day it was, there and then; of London where this device does not know the zone. */
export function localDay(at: Instant, zone: string): Day {
  if (!formatByZone.has(zone)) formatByZone.set(zone, createFormat(zone));
  const parts = formatByZone.get(zone)?.formatToParts(at);
  if (!parts) return new Date(at).toISOString().slice(0, 10) as Day;
  const partByType = new Map(parts.map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes, length: number): string =>
    (partByType.get(type) ?? '').padStart(length, '0');
  return `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}` as Day;
}

/** A day lasts 25 hours when summer ends. */
const LONGEST_DAY_MS = 26 * HOUR_MS;

/** The first moment of the day that comes after the one it is there. */
export function nextDayStart(now: Instant, zone: string): Instant {
  const today = localDay(now, zone);
  let [before, after] = [now as number, now + LONGEST_DAY_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(instant(middle), zone) === today) before = middle;
    else after = middle;
  }
  return instant(after);
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
  } catch {
    return undefined;
  }
}
