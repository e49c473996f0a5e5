import { fromWallClock, parseIso, type Moment } from '../moments.ts';

/** In which order dates of a column are written. Day first, unless a value says otherwise. */
export type DateOrder = 'dayFirst' | 'monthFirst';

const PARTS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(.*))?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?\.?[Mm]?\.?$/;

export function orderOf(values: readonly string[]): DateOrder {
  const parts = values.flatMap((value) => PARTS.exec(value.trim()) ?? []);
  const months =
    parts.length > 0 && values.some((value) => Number(PARTS.exec(value.trim())?.[2] ?? 0) > 12);
  return months ? 'monthFirst' : 'dayFirst';
}

/** A date of a table, with the hour of its own cell or of another. */
export function parseCellDate(
  date: string,
  time: string | undefined,
  order: DateOrder,
  zone: string,
): Moment | undefined {
  const iso = parseIso(
    time === undefined || time === '' ? date.trim() : `${date.trim()} ${time.trim()}`,
    zone,
  );
  if (iso) return iso;
  const match = PARTS.exec(date.trim());
  if (!match) return undefined;
  const [first = 0, second = 0, year = 0] = match.slice(1, 4).map(Number);
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first];
  const clock = TIME.exec(match[4]?.trim() ?? time?.trim() ?? '');
  const text = `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!clock) return parseIso(text, zone);
  const hour = Number(clock[1]) % (clock[4] === undefined ? 24 : 12);
  const isAfternoon = clock[4]?.toLowerCase() === 'p';
  return fromWallClock(
    {
      ...{ year, month, day, minute: Number(clock[2]) },
      hour: hour + (isAfternoon ? 12 : 0),
      second: Number(clock[3] ?? 0),
    },
    undefined,
    zone,
  );
}
