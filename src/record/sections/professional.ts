import { defineSection } from '../section.ts';

/** Keyring: the person's identity as a practitioner, if any, and the keys of its bundle. */
export const professional = defineSection({
  code: 'professional',
  fhir: 'PractitionerRole',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'map',
  single: true,
  projectable: false,
  fields: {
    name: { kind: 'text', required: true, fhir: 'practitioner.display' },
    profession: { kind: 'text', maxLength: 100, fhir: 'code' },
    specialty: { kind: 'text', maxLength: 100, fhir: 'specialty' },
    place: { kind: 'text', fhir: 'location.display' },
    rpps: { kind: 'text', maxLength: 11, fhir: 'practitioner.identifier:rpps' },
    memberSeeds: { kind: 'json' },
    rootSeedWrapped: { kind: 'json' },
    bundle: { kind: 'json' },
    attestations: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: ['name'], facts: ['profession', 'specialty', 'place'] },
});
