import { defineSection } from '../section.ts';

/** Habits that weigh on health; codes of terminologies meet them in `interop`. */
export const lifestyle = defineSection({
  code: 'lifestyle',
  fhir: 'Observation',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    topic: {
      kind: 'choice',
      required: true,
      options: [
        'tobacco',
        'alcohol',
        'activity',
        'diet',
        'sleep',
        'screens',
        'substances',
        'exposure',
        'work',
        'other',
      ],
      fhir: 'code',
    },
    frequency: {
      kind: 'choice',
      options: ['daily', 'sometimes', 'past', 'never'],
      fhir: 'valueCodeableConcept',
    },
    amount: { kind: 'text', fhir: 'component:amount.valueString' },
    start: { kind: 'partialDate', fhir: 'effectivePeriod.start' },
    end: { kind: 'partialDate', fhir: 'effectivePeriod.end' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'start',
  lasts: { end: 'end', over: { field: 'frequency', codes: ['past'] } },
  category: 'topic',
  headline: { title: ['topic'], facts: ['frequency', 'amount', 'start', 'end'] },
});
