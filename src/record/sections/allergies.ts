import { defineSection } from '../section.ts';

/** Allergies and intolerances, with FHIR's own codes. */
export const allergies = defineSection({
  code: 'allergies',
  fhir: 'AllergyIntolerance',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    substance: { kind: 'text', required: true, fhir: 'code.text' },
    category: {
      kind: 'choice',
      options: ['medication', 'food', 'environment', 'biologic'],
      fhir: 'category',
    },
    reaction: { kind: 'text', fhir: 'reaction.manifestation.text' },
    severity: {
      kind: 'choice',
      options: ['mild', 'moderate', 'severe'],
      fhir: 'reaction.severity',
    },
    criticality: {
      kind: 'choice',
      options: ['low', 'high', 'unable-to-assess'],
      fhir: 'criticality',
    },
    certainty: {
      kind: 'choice',
      options: ['unconfirmed', 'confirmed', 'refuted'],
      fhir: 'verificationStatus',
    },
    status: {
      kind: 'choice',
      options: ['active', 'inactive', 'resolved'],
      fhir: 'clinicalStatus',
    },
    since: { kind: 'partialDate', fhir: 'onsetDateTime' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'extension:documents' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'since',
  lasts: { over: { field: 'status', codes: ['inactive', 'resolved'] } },
  headline: { title: ['substance'], facts: ['reaction', 'severity', 'since'] },
});
