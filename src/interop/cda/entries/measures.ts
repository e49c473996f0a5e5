import type { Element } from '@xmldom/xmldom';
import { measureByCoding, measureByKind, type Measure } from '#knowledge/measures.ts';
import type { Quantity } from '#record/fields.ts';
import { measuredQuantity } from '../../measure-values.ts';
import { toDecimal } from '../../text/decimals.ts';
import { attributeOf, childAt, childrenOf } from '../../xml/nodes.ts';
import { conceptsOf } from '../concepts.ts';
import { participantLabel, participantOf } from '../people.ts';
import { isDone, isOfAnother, optionsOf, type Reading } from '../reading.ts';
import { observedAt, toInstant } from '../times.ts';
import { commentOf } from './comment.ts';

const measureOf = (entry: Element): Measure | undefined =>
  conceptsOf(childAt(entry, 'code')).flatMap((concept) => measureByCoding(concept) ?? [])[0];

/** Which half of a blood pressure an observation is. */
function halfOf(entry: Element): 'systolic' | 'diastolic' | undefined {
  const components = measureByKind('bloodPressure')?.components;
  const concepts = conceptsOf(childAt(entry, 'code'));
  const has = (name: 'systolic' | 'diastolic'): boolean =>
    components?.[name].codings.some((coding) =>
      concepts.some(
        ({ code, codeSystem }) => code === coding.code && codeSystem === coding.codeSystem,
      ),
    ) ?? false;
  return has('systolic') ? 'systolic' : has('diastolic') ? 'diastolic' : undefined;
}

/** Whether the observation is one of the record's kinds of measure. */
export const isMeasure = (entry: Element): boolean =>
  measureOf(entry) !== undefined || halfOf(entry) !== undefined;

/** One measure that stands alone. Half of a blood pressure alone is none. */
export function readMeasure(entry: Element, reading: Reading): void {
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const measure = measureOf(entry);
  if (!measure) return reading.collector.warn('incomplete', 'measurements');
  const value = quantityOf(entry, measure, reading);
  if (!value) return;
  reading.collector.add(
    'measurements',
    { kind: measure.kind, value, ...aroundOf(entry, reading) },
    { identity: optionsOf(entry, reading).identity },
  );
}

/** A group of measures: the two halves of a blood pressure taken together make one. */
export function readMeasures(entries: readonly Element[], reading: Reading): void {
  const halves = entries.filter((entry) => halfOf(entry) !== undefined);
  for (const entry of entries) if (!halves.includes(entry)) readMeasure(entry, reading);
  const systolics = halves.filter((entry) => halfOf(entry) === 'systolic');
  const diastolics = halves.filter((entry) => halfOf(entry) === 'diastolic');
  systolics.forEach((systolic, index) => {
    const diastolic = diastolics.find((one) => sameTime(one, systolic)) ?? diastolics[index];
    readPressure(systolic, diastolic, reading);
  });
}

const sameTime = (a: Element, b: Element): boolean =>
  attributeOf(childAt(a, 'effectiveTime'), 'value') ===
  attributeOf(childAt(b, 'effectiveTime'), 'value');

function readPressure(systolic: Element, diastolic: Element | undefined, reading: Reading): void {
  if (!diastolic || !isDone(systolic, reading) || !isDone(diastolic, reading)) {
    return reading.collector.warn('incomplete', 'measurements');
  }
  const measure = measureByKind('bloodPressure');
  const upper = measure && quantityOf(systolic, measure, reading);
  const lower = measure && quantityOf(diastolic, measure, reading);
  if (!upper || !lower) return;
  reading.collector.add(
    'measurements',
    { kind: 'bloodPressure', systolic: upper, diastolic: lower, ...aroundOf(systolic, reading) },
    { identity: optionsOf(systolic, reading).identity },
  );
}

function quantityOf(entry: Element, measure: Measure, reading: Reading): Quantity | undefined {
  const value = childAt(entry, 'value');
  const number = toDecimal(attributeOf(value, 'value') ?? '');
  if (number === undefined) {
    reading.collector.warn('incomplete', 'measurements');
    return undefined;
  }
  const quantity = measuredQuantity(measure.kind, number, attributeOf(value, 'unit'));
  if (!quantity) reading.collector.warn('unitUnexpected', measure.kind);
  return quantity;
}

type Around = Partial<Record<'author' | 'note', string>> & {
  readonly takenAt?: { at: number; zone: string };
};

/** When, by whom, and what was said of it. Without a time of its own, the document's. */
function aroundOf(entry: Element, reading: Reading): Around {
  const observed = observedAt(childAt(entry, 'effectiveTime'), reading);
  const takenAt = toInstant(observed ?? reading.header.date, reading);
  const author = participantLabel(
    childrenOf(entry, 'author').map((one) => participantOf(childAt(one, 'assignedAuthor')))[0] ??
      reading.header.author,
  );
  const note = commentOf(entry, reading);
  return {
    ...(takenAt && { takenAt }),
    ...(author !== undefined && { author }),
    ...(note !== undefined && { note }),
  };
}
