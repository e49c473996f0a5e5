import { defineSection } from '../section.ts';

/** The professionals who care for the person. `profession`: a code of TRE_G15 or a free text. */
export const careTeam = defineSection({
  code: 'care-team',
  fhir: 'PractitionerRole',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    name: { kind: 'text', required: true, fhir: 'practitioner.display' },
    profession: { kind: 'text', maxLength: 100, suggests: 'professions', fhir: 'code' },
    specialty: { kind: 'text', maxLength: 100, suggests: 'specialties', fhir: 'specialty' },
    rpps: { kind: 'text', maxLength: 11, fhir: 'practitioner.identifier:rpps' },
    place: { kind: 'text', fhir: 'location.display' },
    phone: { kind: 'text', maxLength: 30, fhir: 'telecom:phone' },
    email: { kind: 'text', maxLength: 254, fhir: 'telecom:email' },
    note: { kind: 'longText', projectable: false },
    channel: { kind: 'text', maxLength: 64, projectable: false, typed: false },
  },
  headline: { title: ['name'], facts: ['profession', 'specialty', 'place', 'phone'] },
});
