import { fromWallClock, isKnownZone, middayOf, type Moment } from '../moments.ts';
import { parsePartialDate } from '#base/time.ts';
import type { InstantWithZone } from '#record/fields.ts';
import type { Collector } from '../collector.ts';
import type { ContentLine } from '../text/content-lines.ts';

/** Names that Outlook gives to zones of Europe. Source: Unicode CLDR, windowsZones. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  'Romance Standard Time': 'Europe/Paris',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'GMT Standard Time': 'Europe/London',
  UTC: 'UTC',
};

/** A DATE or DATE-TIME of RFC 5545 §3.3.4. A whole day is at midday, and said so. */
export function readTime(
  line: ContentLine | undefined,
  zone: string,
  collector: Collector,
): InstantWithZone | undefined {
  if (!line) return undefined;
  const moment = readMoment(line, zone, collector);
  if (!moment) {
    collector.warn('dateInvalid', line.name);
    return undefined;
  }
  if (moment.type === 'instant') return moment.moment;
  collector.warn('hourUnknown');
  return middayOf(moment.date, zone);
}

function readMoment(line: ContentLine, zone: string, collector: Collector): Moment | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(line.value.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, utc] = match;
  if (hour === undefined) {
    const date = parsePartialDate(`${year ?? ''}-${month ?? ''}-${day ?? ''}`);
    return date.ok ? { type: 'date', date: date.value } : undefined;
  }
  const clock = {
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) },
  };
  if (utc !== undefined) return fromWallClock(clock, 'Z', zone);
  return fromWallClock(clock, undefined, zoneOf(line, zone, collector));
}

/** The zone that the line names; this device's when the name means nothing here. */
function zoneOf({ parameters }: ContentLine, zone: string, collector: Collector): string {
  const named = parameters.get('TZID');
  if (named === undefined) return zone;
  const known = [named, WINDOWS_ZONES[named], named.replace(/^.*?([A-Z]\w+\/\w+)$/, '$1')];
  const found = known.find((one) => one !== undefined && /\/|^UTC$/.test(one) && isKnownZone(one));
  if (found === undefined) collector.warn('dateInvalid', 'TZID');
  return found ?? zone;
}

/** Minutes of a DURATION (RFC 5545 §3.3.6), its sign too; undefined when it is none or years long. */
export function durationMinutes(text: string): number | undefined {
  const match =
    /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?$/.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [weeks, days, hours, minutes] = match
    .slice(2, 6)
    .map((part) => Number((part as string | undefined) ?? 0));
  const total = ((weeks ?? 0) * 7 + (days ?? 0)) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0);
  return match[1] === '-' ? -total : total;
}
