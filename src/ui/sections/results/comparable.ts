import { instant, type Instant } from '#base/time.ts';
import { firstDay } from '#record/civil.ts';
import type { Entry } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import { folded } from '#record/folded-text.ts';
import { dayOf, textOf, valueOf } from '../../record/entry-text.ts';

/** Results of the same analyte: by LOINC where both have one, else by name. */
export const sameAnalyte = (result: Entry, others: readonly Entry[]): readonly Entry[] =>
  others.filter((other) => {
    const [code, otherCode] = [textOf(result, 'loinc'), textOf(other, 'loinc')];
    if (code !== '' && otherCode !== '') return code === otherCode;
    return folded(textOf(result, 'label')) === folded(textOf(other, 'label'));
  });

/** Those whose values stand on one scale: a number, in the same unit, by the same method. */
export const comparable = (result: Entry, others: readonly Entry[]): readonly Entry[] =>
  others.filter(
    (other) =>
      quantityOf(other) !== undefined &&
      quantityOf(other)?.unit === quantityOf(result)?.unit &&
      folded(textOf(other, 'method')) === folded(textOf(result, 'method')),
  );

export const quantityOf = (entry: Entry): Quantity | undefined =>
  valueOf(entry, 'value') as Quantity | undefined;

/** Where a result stands on a line of time; the first day that its date may mean. */
export function placeInTime(entry: Entry): Instant {
  const [year = 0, month = 1, day = 1] = firstDay(dayOf(entry)).split('-').map(Number);
  return instant(Date.UTC(year, month - 1, day, 12));
}
