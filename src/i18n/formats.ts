import { instant, type Instant, type PartialDate } from '#base/time.ts';
import { daysBetween, monthsBetween } from './calendar.ts';
import type { Locale } from './locale.ts';

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };
/** France writes the hour as Intl's Canadian French does: 14 h 30. */
const CLOCK_TAGS: Record<Locale, string> = { fr: 'fr-CA', en: 'en-GB' };
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const NO_BREAK = '\u00a0';

/** `zone`: IANA name; the device's own when absent. */
export const formatsFor = (locale: Locale, zone?: string): Formats => new Formats(locale, zone);

/** How dates, numbers and sizes are said in one language, in one time zone. */
export class Formats {
  readonly #tag: string;
  readonly #clockTag: string;
  readonly #zone: { timeZone?: string };
  /** Making one takes far longer than using it, and every row of a list uses some. */
  readonly #dates = new Map<string, Intl.DateTimeFormat>();
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  /** The order in which this language writes a date. */
  readonly dateOrder: readonly ('day' | 'month' | 'year')[];

  constructor(locale: Locale, zone?: string) {
    this.#tag = TAGS[locale];
    this.#clockTag = CLOCK_TAGS[locale];
    this.#zone = zone === undefined ? {} : { timeZone: zone };
    this.dateOrder = new Intl.DateTimeFormat(this.#tag)
      .formatToParts(instant(0))
      .flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : []));
  }

  /** "18 nov." in the year of `today`, else "18 nov. 2026"; "nov. 2026"; "2026". */
  day(date: PartialDate, today?: PartialDate): string {
    const sameYear = date.length === 10 && today?.slice(0, 4) === date.slice(0, 4);
    return this.#date(date, { ...shortParts(date), ...(sameYear ? {} : { year: 'numeric' }) });
  }

  /** "18 nov.", for a margin whose heading says the year. */
  dayAndMonth(date: PartialDate): string {
    return this.#date(date, date.length === 4 ? { year: 'numeric' } : shortParts(date));
  }

  /** "mercredi 18 novembre 2026"; "novembre 2026"; "2026". */
  longDay(date: PartialDate): string {
    return this.#date(date, { year: 'numeric', ...longParts(date) });
  }

  /** "Novembre 2026", the heading of a month. */
  monthTitle(date: PartialDate): string {
    return this.sentence(this.#date(date, { month: 'long', year: 'numeric' }));
  }

  /** The day it is at `at` in the zone of these formats. */
  dayOf(at: Instant): PartialDate {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit', ...this.#zone } as const;
    return this.#dateFormat('en-CA', options).format(at) as PartialDate;
  }

  /** "14 h 30" */
  time(at: Instant): string {
    const options = { hour: 'numeric', minute: '2-digit', ...this.#zone } as const;
    return this.#dateFormat(this.#clockTag, options).format(at);
  }

  /** "jeudi 26 nov., 14 h 30", with the year when it is not that of `today`. */
  moment(at: Instant, today?: PartialDate): string {
    const sameYear = today?.slice(0, 4) === this.dayOf(at).slice(0, 4);
    const day = this.#dateFormat(this.#tag, {
      weekday: 'long',
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
      ...this.#zone,
    });
    return `${day.format(at)}, ${this.time(at)}`;
  }

  /** "il y a 5 mois", "hier", "dans 3 jours", "maintenant": by the calendar once the day differs. */
  relative(at: Instant, now: Instant): string {
    const words = new Intl.RelativeTimeFormat(this.#tag, { numeric: 'auto' });
    const minutes = Math.trunc((at - now) / 60_000);
    if (minutes === 0) return words.format(0, 'second');
    if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
    const [today, day] = [this.dayOf(now), this.dayOf(at)];
    const days = daysBetween(today, day);
    if (days === 0) return words.format(Math.trunc(minutes / 60), 'hour');
    if (Math.abs(days) < 7) return words.format(days, 'day');
    const months = monthsBetween(today, day);
    if (months === 0) return words.format(Math.trunc(days / 7), 'week');
    if (Math.abs(months) < 12) return words.format(months, 'month');
    return words.format(Math.trunc(months / 12), 'year');
  }

  /** "46 ans"; months under two years, days under one month. */
  age(birth: PartialDate, today: PartialDate): string {
    const months = monthsBetween(birth, today);
    if (months >= 24 || birth.length === 4) return this.#count(Math.trunc(months / 12), 'year');
    return months > 0
      ? this.#count(months, 'month')
      : this.#count(daysBetween(birth, today), 'day');
  }

  number(value: number, maximumFractionDigits = 3): string {
    return this.#numberFormat({ maximumFractionDigits }).format(value);
  }

  /** "1,62 g/L": the unit as it was given. */
  quantity(value: number, unit: string, maximumFractionDigits?: number): string {
    return `${this.number(value, maximumFractionDigits)}${NO_BREAK}${unit}`;
  }

  /** "1,2 Mo", in powers of 1,000. */
  fileSize(sizeBytes: number): string {
    const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)));
    return this.#numberFormat({
      style: 'unit',
      unit: SIZES[power] ?? 'gigabyte',
      unitDisplay: power === 0 ? 'long' : 'short',
      maximumFractionDigits: power < 2 ? 0 : 1,
    }).format(sizeBytes / 1000 ** power);
  }

  /** "a, b et c" */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.#tag).format(items);
  }

  /** The same words, with a capital at the start of a line. */
  sentence(text: string): string {
    return text.charAt(0).toLocaleUpperCase(this.#tag) + text.slice(1);
  }

  #date(date: PartialDate, options: Intl.DateTimeFormatOptions): string {
    const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
    const noon = Date.UTC(year, month - 1, day, 12);
    return this.#dateFormat(this.#tag, { ...options, timeZone: 'UTC' }).format(noon);
  }

  #count(value: number, unit: 'day' | 'month' | 'year'): string {
    const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return this.#numberFormat(options).format(value);
  }

  #dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return keptIn(this.#dates, `${tag} ${JSON.stringify(options)}`, () => {
      return new Intl.DateTimeFormat(tag, options);
    });
  }

  #numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return keptIn(this.#numbers, JSON.stringify(options), () => {
      return new Intl.NumberFormat(this.#tag, options);
    });
  }
}

function keptIn<T>(kept: Map<string, T>, name: string, make: () => T): T {
  const known = kept.get(name);
  if (known) return known;
  const made = make();
  kept.set(name, made);
  return made;
}

const shortParts = (date: PartialDate): Intl.DateTimeFormatOptions => ({
  ...(date.length > 4 ? { month: 'short' } : {}),
  ...(date.length > 7 ? { day: 'numeric' } : {}),
});

const longParts = (date: PartialDate): Intl.DateTimeFormatOptions => ({
  ...(date.length > 4 ? { month: 'long' } : {}),
  ...(date.length > 7 ? { day: 'numeric', weekday: 'long' } : {}),
});
