import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import { dayOf, measureValueText } from '../../record/entry-text.ts';
import { quantityText } from '../../record/field-text.ts';
import { language } from '../../state/language.svelte.ts';
import { changeBetween } from './measure-series.ts';

/** How the newest measurement stands to the one before, in words, never by a colour. */
export function changeText(
  [last, before]: readonly Entry[],
  today: PartialDate,
): readonly string[] {
  const { words, formats } = language;
  if (!last) return [];
  if (!before) return [words.measures.first];
  const when = formats.day(dayOf(before), today);
  const change = changeBetween(before, last);
  return [
    ...(change ? [movement(change.value, change.unit)] : []),
    words.measures.previous(measureValueText(before), when),
  ];
}

function movement(value: string, unit: string): string {
  const { measures } = language.words;
  const by = quantityText({ value: value.replace('-', ''), unit });
  if (Number(value) === 0) return measures.same;
  return Number(value) > 0 ? measures.higher(by) : measures.lower(by);
}
