import { defineSection } from '../section.ts';

/** People around: whom to call, who speaks for the person, who helps. */
export const contacts = defineSection({
  code: 'contacts',
  fhir: 'RelatedPerson',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    name: { kind: 'text', required: true, fhir: 'name.text' },
    roles: {
      kind: 'list',
      of: { kind: 'choice', options: ['emergency', 'trusted', 'carer', 'legal'] },
      fhir: 'relationship:role',
    },
    phone: { kind: 'text', maxLength: 30, fhir: 'telecom:phone' },
    relation: { kind: 'code', valueSet: 'relations', fhir: 'relationship' },
    email: { kind: 'text', maxLength: 254, fhir: 'telecom:email' },
    address: { kind: 'text', fhir: 'address.text' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'extension:documents' },
    note: { kind: 'longText', projectable: false },
  },
  headline: { title: ['name'], facts: ['roles', 'relation', 'phone'] },
});
