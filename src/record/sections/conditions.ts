import { defineSection } from '../section.ts';

/** Illnesses and health matters. */
export const conditions = defineSection({
  code: 'conditions',
  fhir: 'Condition',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    label: { kind: 'text', required: true, fhir: 'code.text' },
    icd10: { kind: 'text', maxLength: 10, fhir: 'code.coding:icd10' },
    start: { kind: 'partialDate', fhir: 'onsetDateTime' },
    end: { kind: 'partialDate', fhir: 'abatementDateTime' },
    status: {
      kind: 'choice',
      options: ['active', 'remission', 'inactive', 'resolved'],
      fhir: 'clinicalStatus',
    },
    longTermIllness: { kind: 'boolean', fhir: 'extension:longTermIllness' },
    treatments: { kind: 'links', sections: ['treatments'], fhir: 'extension:treatments' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'evidence.detail' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'start',
  lasts: { end: 'end', over: { field: 'status', codes: ['inactive', 'resolved'] } },
  headline: { title: ['label'], facts: ['start', 'end', 'status', 'longTermIllness'] },
});
