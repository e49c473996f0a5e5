import { defineSection } from '../section.ts';

/** What was done with the record, by whom. It names correspondents: no window shows it. */
export const journal = defineSection({
  code: 'journal',
  fhir: 'AuditEvent',
  log: 'record',
  doc: { name: 'journal', yearly: 'createdAt' },
  storage: 'json',
  projectable: false,
  fields: {
    act: {
      kind: 'choice',
      required: true,
      options: [
        'recordCreated',
        'windowOpened',
        'windowChanged',
        'windowClosed',
        'windowEnded',
        'windowRead',
        'wordsCompared',
        'depositAccepted',
        'depositRefused',
        'memberAdded',
        'memberRemoved',
        'archiveMade',
        'recordRestored',
      ],
      fhir: 'subtype',
    },
    who: { kind: 'text', fhir: 'agent.name' },
    key: { kind: 'text', maxLength: 64, fhir: 'agent.altId' },
    about: { kind: 'text', fhir: 'entity.name' },
    details: { kind: 'json', fhir: 'entity.detail' },
  },
  headline: { title: ['act'], facts: ['who', 'about'] },
});
