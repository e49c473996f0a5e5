import { defineSection } from '../section.ts';

/** Insurance, complementary cover and cards: what an admission desk asks for. */
export const administrative = defineSection({
  code: 'administrative',
  fhir: 'Coverage',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'chosen',
  fields: {
    label: { kind: 'text', required: true, fhir: 'type.text' },
    type: {
      kind: 'choice',
      options: ['compulsory', 'complementary', 'card', 'preAdmission', 'other'],
      fhir: 'type',
    },
    insurer: { kind: 'text', fhir: 'payor.display' },
    number: { kind: 'text', maxLength: 60, fhir: 'subscriberId' },
    start: { kind: 'partialDate', fhir: 'period.start' },
    end: { kind: 'partialDate', fhir: 'period.end' },
    phone: { kind: 'text', maxLength: 30, fhir: 'extension:phone' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'extension:documents' },
    note: { kind: 'longText', projectable: false },
  },
  date: 'start',
  lasts: { end: 'end' },
  headline: { title: ['label'], facts: ['type', 'insurer', 'number', 'end'] },
});
