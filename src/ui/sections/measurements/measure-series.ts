import type { Instant } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { InstantWithZone, Quantity } from '#record/fields.ts';
import { measureKinds, type MeasureKind } from '#record/measure-kinds.ts';
import { valueIn } from '#knowledge/units.ts';
import { valueOf } from '../../record/entry-values.ts';

export const takenAt = (entry: Entry): Instant =>
  (valueOf(entry, 'takenAt') as InstantWithZone | undefined)?.at ?? entry.meta.createdAt;

/** Standing measurements by kind, the newest first in each; kinds in the order of their newest. */
export function byKind(entries: readonly Entry[]): readonly (readonly [MeasureKind, Entry[]])[] {
  const newestFirst = entries
    .filter(({ meta }) => meta.deletedAt === undefined)
    .toSorted((a, b) => takenAt(b) - takenAt(a));
  return Array.from(Map.groupBy(newestFirst, kindOf)).flatMap(([kind, list]) =>
    kind === undefined ? [] : [[kind, list] as const],
  );
}

export const kindOf = (entry: Entry): MeasureKind | undefined =>
  measureKinds.find((kind) => kind === valueOf(entry, 'kind'));

/** The quantities of a measurement: two for blood pressure, one for every other kind. */
export const quantitiesOf = (entry: Entry): readonly Quantity[] =>
  ['systolic', 'diastolic', 'value'].flatMap((name) => {
    const quantity = valueOf(entry, name) as Quantity | undefined;
    return quantity ? [quantity] : [];
  });

/** How a measurement moved since another; undefined where units do not compare or there are two values. */
export function changeBetween(earlier: Entry, after: Entry): Quantity | undefined {
  const [[from], [to, second]] = [quantitiesOf(earlier), quantitiesOf(after)];
  const kind = kindOf(after);
  if (!from || !to || second || !kind) return undefined;
  const before = valueIn(kind, from, to.unit);
  if (before === undefined) return undefined;
  const digits = Math.max(...[from, to].map(({ value }) => value.split('.')[1]?.length ?? 0));
  return { value: (Number(to.value) - before).toFixed(digits), unit: to.unit };
}
