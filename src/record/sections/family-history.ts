import { defineSection } from '../section.ts';

/** What the family had: `kinship` is a code of HL7's relations, as the French list gives them. */
export const familyHistory = defineSection({
  code: 'family-history',
  fhir: 'FamilyMemberHistory',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    condition: { kind: 'text', required: true, fhir: 'condition.code.text' },
    kinship: { kind: 'code', required: true, valueSet: 'kinships', fhir: 'relationship' },
    /** In years. */
    onsetAge: { kind: 'decimal', fhir: 'condition.onsetAge' },
    deceased: { kind: 'boolean', fhir: 'deceasedBoolean' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  headline: { title: ['condition'], facts: ['kinship', 'onsetAge'] },
});
