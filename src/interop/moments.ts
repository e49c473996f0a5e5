import { DAY_MS, instant, parsePartialDate, type PartialDate } from '#base/time.ts';
import type { InstantWithZone } from '#record/fields.ts';

/** What a format says of a moment: to the day at most, or to the minute with its zone. */
export type Moment =
  | { readonly type: 'date'; readonly date: PartialDate }
  | { readonly type: 'instant'; readonly date: PartialDate; readonly moment: InstantWithZone };

/** A wall clock; months from 1. */
export type WallClock = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** ISO 8601 as FHIR and most apps write it: a partial date, or a date and time with an offset or not. */
export function parseIso(text: string, zone: string): Moment | undefined {
  const partial = parsePartialDate(text);
  if (partial.ok) return { type: 'date', date: partial.value };
  const match =
    /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', offset] = match;
  return fromParts([year, month, day, hour, minute, second], offset, zone);
}

/** HL7 V3 `TS`: `YYYY[MM[DD[HH[MM[SS[.f]]]]]][±ZZZZ]`. Source: HL7 V3 abstract data types. */
export function parseHl7(text: string, zone: string): Moment | undefined {
  const match = /^(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d+)?)?([+-]\d{4})?$/.exec(
    text,
  );
  if (!match) return undefined;
  const [, year, month, day, hour, minute = '0', second = '0', offset] = match;
  if (hour === undefined) {
    const partial = parsePartialDate([year, month, day].filter((x) => x !== undefined).join('-'));
    return partial.ok ? { type: 'date', date: partial.value } : undefined;
  }
  return fromParts([year, month, day, hour, minute, second], offset, zone);
}

function fromParts(
  texts: readonly (string | undefined)[],
  offset: string | undefined,
  zone: string,
): Moment | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = texts.map(Number);
  return fromWallClock({ year, month, day, hour, minute, second }, offset, zone);
}

/** @param offset `Z`, `+02:00` or `+0200`; without one the wall clock is that of `zone` */
export function fromWallClock(
  clock: WallClock,
  offset: string | undefined,
  zone: string,
): Moment | undefined {
  const date = parsePartialDate(dayText(clock));
  if (!date.ok || clock.hour > 23 || clock.minute > 59 || clock.second > 60) return undefined;
  const utc = utcOf(clock);
  if (offset === undefined) {
    return {
      type: 'instant',
      date: date.value,
      moment: { at: instant(wallToUtc(utc, zone)), zone },
    };
  }
  // UTC says when, and nothing of where: the wall clock is that of this device.
  if (offset === 'Z')
    return { type: 'instant', date: date.value, moment: { at: instant(utc), zone } };
  const minutes = offsetMinutes(offset);
  if (minutes === undefined) return undefined;
  const at = utc - minutes * 60_000;
  return {
    type: 'instant',
    date: date.value,
    moment: { at: instant(at), zone: zoneOf(at, minutes, zone) },
  };
}

/** Midday of a whole day, where the hour is not known; undefined for a month or a year. */
export function middayOf(date: PartialDate, zone: string): InstantWithZone | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (date.length !== 10) return undefined;
  const utc = utcOf({ year, month, day, hour: 12, minute: 0, second: 0 });
  return { at: instant(wallToUtc(utc, zone)), zone };
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
const dayText = ({ year, month, day }: WallClock): string =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

const utcOf = ({ year, month, day, hour, minute, second }: WallClock): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

function offsetMinutes(offset: string): number | undefined {
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The zones that a French document is most often written in; each tried against the offset. */
const LIKELY_ZONES = ['Europe/Paris', 'Indian/Reunion', 'America/Martinique', 'America/Cayenne'];

function zoneOf(at: number, minutes: number, zone: string): string {
  const likely = [zone, ...LIKELY_ZONES].find((name) => offsetAt(at, name) === minutes);
  if (likely !== undefined) return likely;
  if (minutes === 0 || minutes % 60 !== 0) return 'UTC';
  // The signs of these names are those of POSIX: west is positive.
  return `Etc/GMT${minutes > 0 ? '-' : '+'}${String(Math.abs(minutes) / 60)}`;
}

/**
 * A wall clock given as if it were UTC to the instant it was in `zone`: the first of two when
 * clocks went back, and by the offset of before when they jumped over it (RFC 5545 §3.3.5).
 */
function wallToUtc(wallAsUtc: number, zone: string): number {
  const before = wallAsUtc - offsetAt(wallAsUtc - DAY_MS, zone) * 60_000;
  const after = wallAsUtc - offsetAt(wallAsUtc + DAY_MS, zone) * 60_000;
  const isReal = (at: number): boolean => at + offsetAt(at, zone) * 60_000 === wallAsUtc;
  const real = [before, after].filter(isReal);
  return real.length > 0 ? Math.min(...real) : before;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/**
 * Offsets of days on which clocks did not change, by zone and day; undefined for a day on which
 * they did. Long exports ask for the same days again and again.
 */
const dayOffsets = new Map<string, Map<number, number | undefined>>();
const MAX_DAYS = 50_000;

/** Minutes east of Greenwich; 0 for a zone that this machine does not know. */
export function offsetAt(at: number, zone: string): number {
  let days = dayOffsets.get(zone);
  if (!days || days.size >= MAX_DAYS)
    dayOffsets.set(zone, (days = new Map<number, number | undefined>()));
  const day = Math.floor(at / DAY_MS);
  if (!days.has(day)) {
    const [start, end] = [day, day + 1].map((one) => computeOffset(one * DAY_MS, zone));
    days.set(day, start === end ? start : undefined);
  }
  return days.get(day) ?? computeOffset(at, zone);
}

function computeOffset(at: number, zone: string): number {
  const format = formatOf(zone);
  if (!format || !Number.isFinite(new Date(at).getTime())) return 0;
  const byType = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => byType.get(type) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour') % 24,
    part('minute'),
    part('second'),
  );
  return Math.round((wall - Math.floor(at / 1000) * 1000) / 60_000);
}

/** Whether this machine knows the IANA name. */
export const isKnownZone = (zone: string): boolean => formatOf(zone) !== undefined;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, createFormat(zone));
  return formats.get(zone);
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
  } catch {
    return undefined;
  }
}
