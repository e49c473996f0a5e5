import { defineSection } from '../section.ts';

/** What the person wants, should they be unable to say it. The signed paper is a linked document. */
export const directives = defineSection({
  code: 'directives',
  fhir: 'Consent',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    type: {
      kind: 'choice',
      required: true,
      options: ['advanceDirectives', 'organDonation', 'resuscitation', 'bodyDonation', 'other'],
      fhir: 'category',
    },
    decision: { kind: 'choice', options: ['yes', 'partly', 'no'], fhir: 'provision.type' },
    wishes: { kind: 'longText', fhir: 'extension:wishes' },
    date: { kind: 'partialDate', fhir: 'dateTime' },
    keptAt: { kind: 'text', fhir: 'sourceAttachment.title' },
    contacts: { kind: 'links', sections: ['contacts'], fhir: 'provision.actor.reference' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'sourceReference' },
    note: { kind: 'longText', projectable: false },
  },
  date: 'date',
  category: 'type',
  headline: { title: ['type'], facts: ['decision', 'date', 'keptAt'] },
});
