import { valueIn } from '#knowledge/units.ts';
import type { PartialDate } from '#base/time.ts';
import { isCurrent } from '#record/calendar.ts';
import type { Entry } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import type { MeasureKind } from '#record/measure-kinds.ts';
import { targets } from '#record/sections/targets.ts';
import { valueOf } from '../../record/entry-values.ts';
import { quantitiesOf } from './measure-series.ts';

/** Numbers in one unit, open where they bound nothing. */
export type Bounds = { readonly low: number | undefined; readonly high: number | undefined };

/** The target of a kind that holds today; the latest agreed where there are several. */
export const targetOf = (
  kind: MeasureKind,
  entries: readonly Entry[],
  today: PartialDate,
): Entry | undefined =>
  entries.find(
    (entry) =>
      entry.meta.deletedAt === undefined &&
      valueOf(entry, 'kind') === kind &&
      isCurrent(targets, entry, today),
  );

/** The bounds of a target, in a unit; of the second value of a pair with `second`. */
export function boundsOf(target: Entry, kind: MeasureKind, unit: string, second = false): Bounds {
  const bound = (name: string): number | undefined => {
    const quantity = valueOf(target, name) as Quantity | undefined;
    return quantity && valueIn(kind, quantity, unit);
  };
  return second
    ? { low: bound('diastolicLow'), high: bound('diastolicHigh') }
    : { low: bound('low'), high: bound('high') };
}

/** How a measurement stands to a target; undefined where units do not compare. */
export function standing(
  entry: Entry,
  target: Entry,
  kind: MeasureKind,
): 'reached' | 'above' | 'below' | undefined {
  const places = quantitiesOf(entry).map(({ value, unit }, place) => {
    const { low, high } = boundsOf(target, kind, unit, place === 1);
    if (low === undefined && high === undefined) return undefined;
    if (high !== undefined && Number(value) > high) return 'above';
    return low !== undefined && Number(value) < low ? 'below' : 'reached';
  });
  return (['above', 'below', 'reached'] as const).find((place) => places.includes(place));
}
