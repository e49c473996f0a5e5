import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import { dayOf, valueOf } from '../record/entry-text.ts';
import { quantityText } from '../record/field-text.ts';
import { language } from '../state/language.svelte.ts';
import type { FactRow } from './fact-row.ts';

/** The last of each analyte, against the one before where the unit is the same. */
export function resultRows(newestFirst: readonly Entry[], today: PartialDate): readonly FactRow[] {
  const byAnalyte = Map.groupBy(newestFirst, (entry) => text(entry, 'label').toLocaleLowerCase());
  return Array.from(byAnalyte.values()).flatMap(([last, ...earlier]) => {
    if (!last) return [];
    const { formats, words } = language;
    const unit = quantity(last)?.unit;
    const before = earlier.find((entry) => quantity(entry)?.unit === unit);
    const notes = [
      formats.day(dayOf(last), today),
      before && unit !== undefined ? words.practice.patient.before(valueText(before)) : '',
    ];
    return [
      {
        id: last.id,
        name: text(last, 'label'),
        value: valueText(last),
        note: notes.filter(Boolean).join(' · '),
        level: levelOf(text(last, 'flag')),
      },
    ];
  });
}

function levelOf(flag: string): FactRow['level'] {
  if (flag === 'high' || flag === 'veryHigh') return 'above';
  return flag === 'low' || flag === 'veryLow' ? 'below' : undefined;
}

const quantity = (entry: Entry): Quantity | undefined =>
  valueOf(entry, 'value') as Quantity | undefined;

function valueText(entry: Entry): string {
  const value = quantity(entry);
  return value ? quantityText(value) : text(entry, 'words');
}

function text(entry: Entry, name: string): string {
  const value = valueOf(entry, name);
  return typeof value === 'string' ? value : '';
}
