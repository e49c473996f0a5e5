import { defineSection } from '../section.ts';

/**
 * Keyring: what each device of this person holds whole, so that the others know of a second copy.
 * The id of an entry is that of the device's member key; the vault owns the meaning of the JSON.
 */
export const copies = defineSection({
  code: 'copies',
  fhir: 'Provenance',
  log: 'keyring',
  doc: { name: 'copies' },
  storage: 'map',
  projectable: false,
  fields: {
    /** {log: {chain: last seq that says something}}. */
    held: { kind: 'json' },
    /** Ids of files of documents that are not on that device; null: too many to say. */
    lacks: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: [], facts: [] },
});
