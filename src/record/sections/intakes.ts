import { defineSection } from '../section.ts';

/** Medicines taken, one an intake, or left out on purpose. Written at a touch, never corrected. */
export const intakes = defineSection({
  code: 'intakes',
  fhir: 'MedicationAdministration',
  log: 'record',
  doc: { name: 'intakes', yearly: 'takenAt' },
  storage: 'json',
  projectable: true,
  quiet: true,
  audience: 'chosen',
  fields: {
    medicine: { kind: 'text', required: true, fhir: 'medicationCodeableConcept.text' },
    status: { kind: 'choice', required: true, options: ['taken', 'skipped'], fhir: 'status' },
    takenAt: { kind: 'instantWithZone', required: true, fhir: 'effectiveDateTime' },
    amount: { kind: 'text', maxLength: 100, fhir: 'dosage.text' },
    treatments: { kind: 'links', sections: ['treatments'], fhir: 'request' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'takenAt',
  category: 'status',
  headline: { title: ['medicine'], facts: ['status', 'takenAt', 'amount'] },
});
