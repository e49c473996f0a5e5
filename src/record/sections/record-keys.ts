import { defineSection } from '../section.ts';

/**
 * Keyring: a further member key pair of a record, drawn when a device was removed. Several may
 * stand for one epoch, where two devices drew at once: the record's own access ops say which counts.
 */
export const recordKeys = defineSection({
  code: 'record-keys',
  fhir: 'Provenance',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'json',
  projectable: false,
  fields: {
    /** The record's log id. */
    record: { kind: 'text', required: true, maxLength: 64 },
    /** Two seeds, hexadecimal. */
    memberSeeds: { kind: 'json', required: true },
    /** The epoch of the keyring that this was written under. */
    under: { kind: 'json', required: true },
  },
  headline: { title: ['record'], facts: [] },
});
