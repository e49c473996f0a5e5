import type { Coding } from '#knowledge/coding.ts';
import { measureByCoding, measureByKind, type Measure } from '#knowledge/measures.ts';
import type { Quantity } from '#record/fields.ts';
import type { RawFields } from '../collector.ts';
import { frequencyOf, topicOf } from '../lifestyle-codes.ts';
import { measuredQuantity } from '../measure-values.ts';
import { toDecimal } from '../text/decimals.ts';
import type { JsonRecord, JsonValue } from '../text/read-json.ts';
import { linesOf } from './clinical.ts';
import { at, codeOf, codingsOf, listAt, notesOf, textAt, wordsOf } from './elements.ts';
import { dateAt, instantAt, nameAt, optionsOf, standsAs, type Reading } from './reading.ts';
import { typeOf } from './resources.ts';

const LOINC = '2.16.840.1.113883.6.1';
const EFFECTIVE = ['effectiveDateTime', 'effectivePeriod.start', 'effectiveInstant'] as const;

/** An Observation goes by what it observes: a measure, a result of laboratory, a habit. */
export function readObservation(resource: JsonRecord, reading: Reading): void {
  if (!standsAs(resource, ['cancelled'], reading)) return;
  const codings = codingsOf(at(resource, 'code'));
  const measure = codings.flatMap((coding) => measureByCoding(coding) ?? [])[0];
  const categories = listAt(resource, 'category').flatMap((one) =>
    codingsOf(one).map(({ code }) => code),
  );
  if (measure) return readMeasure(resource, measure, reading);
  if (isHalf(resource, 'diastolic')) return;
  if (isHalf(resource, 'systolic')) return readHalves(resource, reading);
  if (categories.includes('social-history')) return readHabit(resource, reading);
  const topic = topicOf(codings.map(({ code }) => code));
  if (topic !== 'other') return readHabit(resource, reading);
  if (categories.includes('laboratory') || reading.inResults.has(resource)) {
    return readResult(resource, reading);
  }
  if (hasValue(resource)) reading.collector.warn('notMapped', codings[0]?.code ?? 'Observation');
}

function readMeasure(resource: JsonRecord, measure: Measure, reading: Reading): void {
  const values = measure.components
    ? pressureOf(resource, reading)
    : valueOf(resource, measure, reading);
  if (!values) return;
  reading.collector.add(
    'measurements',
    {
      kind: measure.kind,
      ...values,
      takenAt: instantAt(resource, [...EFFECTIVE, 'issued'], reading),
      device: nameAt(at(resource, 'device'), resource, reading),
      author: nameAt(at(resource, 'performer'), resource, reading),
      note: notesOf(resource),
    },
    { identity: optionsOf(resource, reading).identity },
  );
}

/** A quantity of a kind of measure; what lacks one, or is in another unit, is counted. */
function quantityOf(
  quantity: JsonValue | undefined,
  kind: Measure['kind'],
  { collector }: Reading,
): Quantity | undefined {
  const value = toDecimal(textAt(quantity, 'value') ?? '');
  if (value === undefined) {
    collector.warn('incomplete', 'measurements');
    return undefined;
  }
  const units = [textAt(quantity, 'code'), textAt(quantity, 'unit')];
  const found = units.flatMap((unit) => measuredQuantity(kind, value, unit) ?? [])[0];
  if (!found) collector.warn('unitUnexpected', kind);
  return found;
}

function valueOf(resource: JsonRecord, measure: Measure, reading: Reading): RawFields | undefined {
  const integer = textAt(resource, 'valueInteger');
  const given =
    at(resource, 'valueQuantity') ?? (integer === undefined ? undefined : { value: integer });
  const value = quantityOf(given, measure.kind, reading);
  return value && { value };
}

function pressureOf(resource: JsonRecord, reading: Reading): RawFields | undefined {
  const half = (name: Half): Quantity | undefined => {
    const component = listAt(resource, 'component').find((one) => isHalf(one, name));
    return quantityOf(component && at(component, 'valueQuantity'), 'bloodPressure', reading);
  };
  const [systolic, diastolic] = [half('systolic'), half('diastolic')];
  return systolic && diastolic && { systolic, diastolic };
}

type Half = 'systolic' | 'diastolic';

const halfCodings = (name: Half): readonly Coding[] =>
  measureByKind('bloodPressure')?.components?.[name].codings ?? [];

const isHalf = (resource: JsonRecord, name: Half): boolean =>
  codingsOf(at(resource, 'code')).some(({ code }) =>
    halfCodings(name).some((coding) => coding.code === code),
  );

/** Two Observations, of the same moment, where a program writes no Observation of both. */
function readHalves(systolic: JsonRecord, reading: Reading): void {
  const time = (one: JsonRecord): string | undefined =>
    EFFECTIVE.flatMap((path) => textAt(one, path) ?? [])[0];
  const diastolic = reading.resources.all.find(
    (one) => isHalf(one, 'diastolic') && time(one) === time(systolic),
  );
  const [upper, lower] = [systolic, diastolic].map(
    (one) => one && quantityOf(at(one, 'valueQuantity'), 'bloodPressure', reading),
  );
  if (!upper || !lower) return reading.collector.warn('incomplete', 'measurements');
  reading.collector.add(
    'measurements',
    {
      kind: 'bloodPressure',
      systolic: upper,
      diastolic: lower,
      takenAt: instantAt(systolic, [...EFFECTIVE, 'issued'], reading),
      author: nameAt(at(systolic, 'performer'), systolic, reading),
      note: notesOf(systolic),
    },
    { identity: optionsOf(systolic, reading).identity },
  );
}

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

function readResult(resource: JsonRecord, reading: Reading): void {
  const components = listAt(resource, 'component');
  if (!hasValue(resource) && listAt(resource, 'hasMember').length > 0) return;
  addResult(resource, wordsOf(at(resource, 'code')), resource, reading);
  for (const component of components) {
    const label = linesOf([wordsOf(at(resource, 'code')), wordsOf(at(component, 'code'))]);
    addResult(component, label?.replace('\n', ' : '), resource, reading);
  }
}

function addResult(
  valued: JsonRecord,
  label: string | undefined,
  resource: JsonRecord,
  reading: Reading,
): void {
  if (!hasValue(valued)) {
    if (valued === resource && listAt(resource, 'component').length === 0) {
      reading.collector.warn('incomplete', 'results');
    }
    return;
  }
  const range = listAt(valued, 'referenceRange')[0];
  const code = codeOf(at(valued, 'interpretation'));
  reading.collector.add(
    'results',
    {
      label: label ?? codeOf(at(valued, 'code')),
      ...resultOf(valued),
      low: toDecimal(textAt(range, 'low.value') ?? ''),
      high: toDecimal(textAt(range, 'high.value') ?? ''),
      flag: code === undefined ? undefined : FLAGS[code],
      sampledAt: dateAt(resource, [...EFFECTIVE, 'issued'], reading),
      laboratory: nameAt(at(resource, 'performer'), resource, reading),
      loinc: codingsOf(at(valued, 'code')).find(({ codeSystem }) => codeSystem === LOINC)?.code,
      method: wordsOf(at(resource, 'method')),
      note: linesOf([notesOf(resource), range && textAt(range, 'text')]),
    },
    { identity: valued === resource ? optionsOf(resource, reading).identity : undefined },
  );
}

const hasValue = (resource: JsonRecord): boolean =>
  Object.keys(resource).some((name) => /^value[A-Z]/.test(name));

/** A number with its unit, or words. A comparator makes words: `< 5 mg/L`. */
function resultOf(resource: JsonRecord): RawFields {
  const quantity = at(resource, 'valueQuantity');
  const value = toDecimal(textAt(quantity, 'value') ?? textAt(resource, 'valueInteger') ?? '');
  const unit = textAt(quantity, 'unit') ?? textAt(quantity, 'code') ?? '1';
  const comparator = textAt(quantity, 'comparator');
  if (value !== undefined && comparator === undefined) {
    return { value: { value, unit: unit.slice(0, 32) } };
  }
  if (value !== undefined) return { words: `${comparator ?? ''} ${value} ${unit}` };
  return { words: wordsIn(resource) };
}

function wordsIn(resource: JsonRecord): string | undefined {
  const boolean = at(resource, 'valueBoolean');
  const [low, high] = ['low', 'high'].map((end) => textAt(resource, `valueRange.${end}.value`));
  const range =
    low === undefined && high === undefined ? undefined : `${low ?? ''} - ${high ?? ''}`;
  const ratio = textAt(resource, 'valueRatio.numerator.value');
  return (
    wordsOf(at(resource, 'valueCodeableConcept')) ??
    textAt(resource, 'valueString') ??
    (typeof boolean === 'boolean' ? String(boolean) : undefined) ??
    range ??
    (ratio === undefined
      ? undefined
      : `${ratio}:${textAt(resource, 'valueRatio.denominator.value') ?? ''}`) ??
    textAt(resource, 'valueDateTime')
  );
}

function readHabit(resource: JsonRecord, reading: Reading): void {
  if (!hasValue(resource)) return reading.collector.warn('incomplete', typeOf(resource));
  const said = resultOf(resource);
  const words = said['words'];
  const value = said['value'] as Quantity | undefined;
  const amount = value && (value.unit === '1' ? value.value : `${value.value} ${value.unit}`);
  const label = wordsOf(at(resource, 'code'));
  reading.collector.add(
    'lifestyle',
    {
      topic: topicOf(codingsOf(at(resource, 'code')).map(({ code }) => code)),
      frequency: frequencyOf(
        codingsOf(at(resource, 'valueCodeableConcept')).map(({ code }) => code),
      ),
      amount,
      start: dateAt(resource, ['effectivePeriod.start'], reading),
      end: dateAt(resource, ['effectivePeriod.end'], reading),
      note: linesOf([
        linesOf([label, typeof words === 'string' ? words : amount])?.replace('\n', ' : '),
        notesOf(resource),
      ]),
    },
    { identity: optionsOf(resource, reading).identity },
  );
}
