import { defineSection, type FieldValues } from '../section.ts';
import { measureKinds } from '../measure-kinds.ts';

/**
 * Where a measure should stand, as agreed with a practitioner. For blood pressure `low` and `high`
 * bound the systolic value, and the other two the diastolic one.
 */
export const targets = defineSection({
  code: 'targets',
  fhir: 'Goal',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    kind: { kind: 'choice', required: true, options: measureKinds, fhir: 'target.measure' },
    low: { kind: 'quantity', fhir: 'target.detailRange.low' },
    high: { kind: 'quantity', fhir: 'target.detailRange.high' },
    diastolicLow: { kind: 'quantity', fhir: 'target:diastolic.detailRange.low' },
    diastolicHigh: { kind: 'quantity', fhir: 'target:diastolic.detailRange.high' },
    agreedWith: { kind: 'text', fhir: 'expressedBy.display' },
    start: { kind: 'partialDate', fhir: 'startDate' },
    end: { kind: 'partialDate', fhir: 'target.dueDate' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'start',
  lasts: { end: 'end' },
  category: 'kind',
  headline: {
    title: ['kind'],
    facts: ['low', 'high', 'diastolicLow', 'diastolicHigh', 'agreedWith', 'start', 'end'],
  },
  check: (fields) => missingBounds(fields),
});

/** A target bounds something; only blood pressure has a second value to bound. */
function missingBounds(fields: FieldValues): string[] {
  const has = (name: string): boolean => Object.hasOwn(fields, name);
  const diastolic = ['diastolicLow', 'diastolicHigh'].filter(has);
  if (measureKinds.some((kind) => kind === fields['kind']) && fields['kind'] !== 'bloodPressure') {
    return diastolic.length > 0 ? diastolic : ['low', 'high'].some(has) ? [] : ['high'];
  }
  return ['low', 'high'].some(has) || diastolic.length > 0 ? [] : ['high'];
}
