import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import { isOver, measureValueText, textOf, valueOf } from '../record/entry-text.ts';
import { quantityText } from '../record/field-text.ts';
import { byKind, kindOf, quantitiesOf, takenAt } from '../sections/measurements/measure-series.ts';
import { language } from '../state/language.svelte.ts';
import type { FactRow } from './fact-row.ts';

type Level = FactRow['level'] | 'within';
type Bounds = { readonly low: Quantity | undefined; readonly high: Quantity | undefined };

/** The last of each kind, against the one before and against the target that stands. */
export function measureRows(
  measurements: readonly Entry[],
  targets: readonly Entry[],
  today: PartialDate,
): readonly FactRow[] {
  const standing = targets.filter((target) => !isOver(target, today));
  return byKind(measurements).flatMap(([kind, list]) => {
    const target = standing.find((one) => kindOf(one) === kind);
    return rowOf(list, target, today);
  });
}

function rowOf(
  [last, before]: readonly Entry[],
  target: Entry | undefined,
  today: PartialDate,
): FactRow[] {
  if (!last) return [];
  const { formats, words } = language;
  const level = target && levelOf(quantitiesOf(last), boundsOf(target));
  const notes = [
    formats.day(formats.dayOf(takenAt(last)), today),
    before ? words.practice.patient.before(valueBefore(before, last)) : '',
    target ? targetText(target, level) : '',
  ];
  return [
    {
      id: last.id,
      name: textOf(last, 'kind'),
      value: measureValueText(last),
      note: notes.filter(Boolean).join(' · '),
      level: level === 'within' ? undefined : level,
    },
  ];
}

/** "objectif 130/80 mmHg : au-dessus"; the words say what the arrow shows. */
function targetText(target: Entry, level: Level): string {
  const words = language.words.practice.patient;
  const [first, second] = boundsOf(target).map(boundsText);
  const bounds = [first, second].filter(Boolean).join(' / ');
  return level === undefined
    ? words.target(bounds)
    : words.targetAnd(words.target(bounds), words.levels[level]);
}

function boundsText({ low, high }: Bounds): string {
  const words = language.words.practice.patient;
  if (low && high) return words.between(quantityText(low), quantityText(high));
  if (high) return words.atMost(quantityText(high));
  return low ? words.atLeast(quantityText(low)) : '';
}

/** Of the value, or of systolic then diastolic pressure. */
function boundsOf(target: Entry): readonly Bounds[] {
  const quantity = (name: string): Quantity | undefined =>
    valueOf(target, name) as Quantity | undefined;
  const pair = { low: quantity('diastolicLow'), high: quantity('diastolicHigh') };
  return [{ low: quantity('low'), high: quantity('high') }, pair];
}

/** Undefined where a unit is another: nothing is compared, and nothing claimed. */
function levelOf(values: readonly Quantity[], bounds: readonly Bounds[]): Level {
  const levels = values.map((value, place) => levelOfOne(value, bounds[place]));
  return levels.includes('above') ? 'above' : levels.includes('below') ? 'below' : levels[0];
}

function levelOfOne(value: Quantity, bounds: Bounds | undefined): Level {
  const comparable = [bounds?.low, bounds?.high].filter((bound) => bound?.unit === value.unit);
  if (!bounds || comparable.length === 0) return undefined;
  const { low, high } = bounds;
  if (high?.unit === value.unit && Number(value.value) > Number(high.value)) return 'above';
  return low?.unit === value.unit && Number(value.value) < Number(low.value) ? 'below' : 'within';
}

/** A former value says its unit only where it is another. */
function valueBefore(before: Entry, last: Entry): string {
  const [former, unit] = measureValueText(before).split('\u00a0');
  return former !== undefined && measureValueText(last).endsWith(`\u00a0${unit ?? ''}`)
    ? former
    : measureValueText(before);
}
