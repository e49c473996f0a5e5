import { instant, type Instant, type PartialDate } from '#base/time.ts';
import type { Locale } from './index.ts';
import { daysBetween, monthsBetween } from './calendar.ts';

/** How dates, numbers and sizes are said in one language, in one time zone. */
export type Formats = ReturnType<typeof formatsFor>;

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };
/** France writes the hour as Intl's Canadian French does: 14 h 30. */
const CLOCK_TAGS: Record<Locale, string> = { fr: 'fr-CA', en: 'en-GB' };
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const NO_BREAK = '\u00a0';

const utc = (date: PartialDate): Date => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day));
};

const precisionOf = (date: PartialDate): Intl.DateTimeFormatOptions =>
  date.length === 4
    ? {}
    : date.length === 7
      ? { month: 'short' }
      : { day: 'numeric', month: 'short' };

/** `zone`: IANA name; the device's own when absent. */
export function formatsFor(locale: Locale, zone?: string) {
  const tag = TAGS[locale];
  const dates = (options: Intl.DateTimeFormatOptions, timeZone = zone) =>
    new Intl.DateTimeFormat(tag, { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      maximumFractionDigits: digits,
    }).format(value);

  /** "18 nov." in the year of `today`, else "18 nov. 2026"; "nov. 2026"; "2026". */
  function day(date: PartialDate, today?: PartialDate): string {
    const sameYear = date.length === 10 && today?.slice(0, 4) === date.slice(0, 4);
    const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
    return dates({ ...precisionOf(date), ...year }, 'UTC').format(utc(date));
  }

  /** "mercredi 18 novembre 2026"; "novembre 2026"; "2026". */
  function longDay(date: PartialDate): string {
    const full: Intl.DateTimeFormatOptions =
      date.length === 10 ? { weekday: 'long', day: 'numeric', month: 'long' } : {};
    const month: Intl.DateTimeFormatOptions = date.length === 7 ? { month: 'long' } : {};
    return dates({ year: 'numeric', ...month, ...full }, 'UTC').format(utc(date));
  }

  /** The day it is at `at` in the zone of these formats. */
  function dayOf(at: Instant): PartialDate {
    const parts = new Intl.DateTimeFormat('en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    return parts.format(at) as PartialDate;
  }

  /** "14 h 30" */
  function time(at: Instant): string {
    return new Intl.DateTimeFormat(CLOCK_TAGS[locale], {
      hour: 'numeric',
      minute: '2-digit',
      ...(zone === undefined ? {} : { timeZone: zone }),
    }).format(at);
  }

  /** "jeudi 26 nov., 14 h 30", with the year when it is not that of `today`. */
  function moment(at: Instant, today?: PartialDate): string {
    const sameYear = today?.slice(0, 4) === dayOf(at).slice(0, 4);
    const date = dates({
      weekday: 'long',
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    }).format(at);
    return `${date}, ${time(at)}`;
  }

  /** "il y a 5 mois", "hier", "dans 3 jours", "maintenant": by the calendar once the day differs. */
  function relative(at: Instant, now: Instant): string {
    const words = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
    const minutes = Math.trunc((at - now) / 60_000);
    const days = daysBetween(dayOf(now), dayOf(at));
    if (minutes === 0) return words.format(0, 'second');
    if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
    if (days === 0) return words.format(Math.trunc(minutes / 60), 'hour');
    if (Math.abs(days) < 7) return words.format(days, 'day');
    const months = monthsBetween(dayOf(now), dayOf(at));
    if (months === 0) return words.format(Math.trunc(days / 7), 'week');
    if (Math.abs(months) < 12) return words.format(months, 'month');
    return words.format(Math.trunc(months / 12), 'year');
  }

  /** "46 ans"; months under two years, days under one month. */
  function age(birth: PartialDate, today: PartialDate): string {
    const months = monthsBetween(birth, today);
    if (months >= 24 || birth.length === 4) return unit(Math.trunc(months / 12), 'year');
    return months > 0 ? unit(months, 'month') : unit(daysBetween(birth, today), 'day');
  }

  const number = (value: number, maximumFractionDigits = 3): string =>
    new Intl.NumberFormat(tag, { maximumFractionDigits }).format(value);

  /** "1,2 Mo", in powers of 1,000. */
  function fileSize(sizeBytes: number): string {
    const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)));
    const options = {
      style: 'unit',
      unit: SIZES[power],
      unitDisplay: power === 0 ? 'long' : 'short',
    };
    const rounding = { maximumFractionDigits: power < 2 ? 0 : 1 };
    return new Intl.NumberFormat(tag, {
      ...options,
      ...rounding,
    } as Intl.NumberFormatOptions).format(sizeBytes / 1000 ** power);
  }

  return {
    day,
    longDay,
    dayOf,
    time,
    moment,
    relative,
    age,
    number,
    fileSize,
    /** "Novembre 2026", the heading of a month. */
    monthTitle: (date: PartialDate): string =>
      sentence(dates({ month: 'long', year: 'numeric' }, 'UTC').format(utc(date))),
    /** "18 nov.", for a margin whose heading says the year. */
    dayAndMonth: (date: PartialDate): string => dates(precisionOf(date), 'UTC').format(utc(date)),
    /** "1,62 g/L": the unit as it was given. */
    quantity: (value: number, unitText: string, digits?: number): string =>
      `${number(value, digits)}${NO_BREAK}${unitText}`,
    /** "a, b et c" */
    list: (items: readonly string[]): string => new Intl.ListFormat(tag).format(items),
    sentence,
    /** The order in which this language writes a date. */
    dateOrder: dates({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'UTC')
      .formatToParts(instant(0))
      .flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : [])),
  };

  /** The same words, with a capital at the start of a line. */
  function sentence(text: string): string {
    return text.charAt(0).toLocaleUpperCase(tag) + text.slice(1);
  }
}
