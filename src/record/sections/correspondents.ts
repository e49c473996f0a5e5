import { defineSection } from '../section.ts';

/** Keyring: the channels where this person is the correspondent, with the keys to read them. */
export const correspondents = defineSection({
  code: 'correspondents',
  fhir: 'Consent',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'map',
  projectable: false,
  fields: {
    /** The channel's log id. */
    channel: { kind: 'text', required: true, maxLength: 64 },
    /** [{epoch, key}]. */
    epochs: { kind: 'json' },
    memberSeeds: { kind: 'json' },
    /** F of the bundle that the holder knows, hex: deposits name it. */
    fingerprint: { kind: 'json' },
    title: { kind: 'text' },
    words: { kind: 'json' },
    openedAt: { kind: 'json' },
    until: { kind: 'json' },
    relay: { kind: 'json' },
    head: { kind: 'json' },
    state: { kind: 'json' },
    /** What the practitioner last looked at: marks without content. */
    visits: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: ['title'], facts: ['openedAt', 'until'] },
});
