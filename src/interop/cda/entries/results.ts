import type { Element } from '@xmldom/xmldom';
import type { Quantity } from '#record/fields.ts';
import { toDecimal } from '../../text/decimals.ts';
import { attributeOf, childAt, childrenAt, typeOf } from '../../xml/nodes.ts';
import { codeIn, conceptsOf, labelOf, systems, wordsOf, type Narratives } from '../concepts.ts';
import { isDone, isOfAnother, optionsOf, type Reading } from '../reading.ts';
import { observedAt } from '../times.ts';
import { commentOf } from './comment.ts';

/** HL7 ObservationInterpretation to the record's flags. */
const FLAGS: Readonly<Record<string, string>> = {
  N: 'normal',
  L: 'low',
  H: 'high',
  LL: 'veryLow',
  HH: 'veryHigh',
  A: 'abnormal',
  AA: 'abnormal',
};
export const flagOf = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(FLAGS, code) ? FLAGS[code] : undefined;

/** IHE PaLM "Laboratory Observation": one analyte, as the laboratory gave it. */
export function readResult(entry: Element, reading: Reading): void {
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const { narratives, header } = reading;
  const [code, value] = [childAt(entry, 'code'), childAt(entry, 'value')];
  reading.collector.add(
    'results',
    {
      label: labelOf(code, narratives),
      ...resultOf(value, narratives),
      ...rangeOf(entry, value),
      flag: flagOf(attributeOf(childAt(entry, 'interpretationCode'), 'code')),
      sampledAt: (observedAt(childAt(entry, 'effectiveTime'), reading) ?? header.date)?.date,
      laboratory: header.author?.organization ?? header.custodian,
      loinc: codeIn(conceptsOf(code), systems.loinc),
      method: labelOf(childAt(entry, 'methodCode'), narratives),
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

type ResultValue = { readonly value?: Quantity; readonly words?: string };

/** A number with its unit, or words: a code, a text, an interval, a ratio. */
export function resultOf(value: Element | undefined, narratives: Narratives): ResultValue {
  switch (typeOf(value)) {
    case 'PQ':
    case 'INT':
    case 'REAL':
      return numberOf(value);
    case 'IVL_PQ':
      return intervalOf(value);
    case 'BL':
      return wordsOrNothing(attributeOf(value, 'value'));
    case undefined:
    default:
      return wordsOrNothing(labelOf(value, narratives) ?? wordsOf(value, narratives));
  }
}

const wordsOrNothing = (words: string | undefined): ResultValue =>
  words === undefined ? {} : { words };

function numberOf(value: Element | undefined): ResultValue {
  const number = toDecimal(attributeOf(value, 'value') ?? '');
  const unit = attributeOf(value, 'unit') ?? '1';
  if (number !== undefined) return { value: { value: number, unit: unit.slice(0, 32) } };
  return wordsOrNothing(attributeOf(value, 'value'));
}

/** `< 5 mg/L`, `10 - 20 mg/L`. */
function intervalOf(value: Element | undefined): ResultValue {
  const [low, high] = [childAt(value, 'low'), childAt(value, 'high')];
  const [from, to] = [attributeOf(low, 'value'), attributeOf(high, 'value')];
  const unit = attributeOf(low, 'unit') ?? attributeOf(high, 'unit') ?? '';
  if (from === undefined && to === undefined) return {};
  const bounds =
    from === undefined ? `< ${to ?? ''}` : to === undefined ? `> ${from}` : `${from} - ${to}`;
  return { words: `${bounds} ${unit}`.trim() };
}

type Range = { readonly low?: string; readonly high?: string };

/** The reference range, when it is in the unit of the value. */
function rangeOf(entry: Element, value: Element | undefined): Range {
  const range = childrenAt(entry, 'referenceRange/observationRange/value').find(
    (one) => typeOf(one) === 'IVL_PQ',
  );
  const bound = (name: string): string | undefined => {
    const element = childAt(range, name);
    const unit = attributeOf(element, 'unit');
    if (unit !== undefined && unit !== attributeOf(value, 'unit')) return undefined;
    return toDecimal(attributeOf(element, 'value') ?? '');
  };
  const [low, high] = [bound('low'), bound('high')];
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}
