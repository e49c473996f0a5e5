import { DAY_MS, type PartialDate } from '#base/time.ts';

const partsOf = (date: PartialDate): [number, number, number] => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return [year, month, day];
};

/** Days from one date to another, negative towards the past; a missing month or day counts as 1. */
export function daysBetween(from: PartialDate, to: PartialDate): number {
  const [[y1, m1, d1], [y2, m2, d2]] = [partsOf(from), partsOf(to)];
  return Math.round((Date.UTC(y2, m2 - 1, d2) - Date.UTC(y1, m1 - 1, d1)) / DAY_MS);
}

/** Whole months from one date to another, towards zero. */
export function monthsBetween(from: PartialDate, to: PartialDate): number {
  const [[y1, m1, d1], [y2, m2, d2]] = [partsOf(from), partsOf(to)];
  const months = (y2 - y1) * 12 + (m2 - m1);
  if (months > 0 && d2 < d1) return months - 1;
  return months < 0 && d2 > d1 ? months + 1 : months;
}
