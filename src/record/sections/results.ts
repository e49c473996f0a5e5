import { defineSection, type FieldValues } from '../section.ts';

/**
 * Results of laboratories, one an analyte, as they were given: the number with its unit and range,
 * or words. Where unit and method differ, values do not compare.
 */
export const results = defineSection({
  code: 'results',
  fhir: 'Observation',
  log: 'record',
  doc: { name: 'results', yearly: 'sampledAt' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    label: { kind: 'text', required: true, fhir: 'code.text' },
    value: { kind: 'quantity', fhir: 'valueQuantity' },
    words: { kind: 'text', fhir: 'valueString' },
    low: { kind: 'decimal', fhir: 'referenceRange.low.value' },
    high: { kind: 'decimal', fhir: 'referenceRange.high.value' },
    flag: {
      kind: 'choice',
      options: ['normal', 'low', 'high', 'veryLow', 'veryHigh', 'abnormal'],
      fhir: 'interpretation',
    },
    sampledAt: { kind: 'partialDate', fhir: 'effectiveDateTime' },
    laboratory: { kind: 'text', fhir: 'performer.display' },
    loinc: { kind: 'text', maxLength: 10, fhir: 'code.coding:loinc' },
    method: { kind: 'text', fhir: 'method.text' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'derivedFrom' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'sampledAt',
  headline: { title: ['label'], facts: ['value', 'words', 'flag', 'sampledAt', 'laboratory'] },
  check: (fields) => missingResult(fields),
});

/** A result says a number or words. */
const missingResult = (fields: FieldValues): string[] =>
  Object.hasOwn(fields, 'value') || Object.hasOwn(fields, 'words') ? [] : ['value'];
