import { defineSection } from '../section.ts';

/**
 * Keyring: what the devices of this person are called, and when each was last here. The id of an
 * entry is the author id of the device's member key.
 */
export const devices = defineSection({
  code: 'devices',
  fhir: 'Device',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'map',
  projectable: false,
  fields: {
    name: { kind: 'text', maxLength: 60 },
    /** Moments, in milliseconds: when it came, and the last day that it was opened on. */
    since: { kind: 'json' },
    seenAt: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: ['name'], facts: ['since', 'seenAt'] },
});
