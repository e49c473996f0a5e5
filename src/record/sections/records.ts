import { defineSection } from '../section.ts';

/**
 * Keyring: the records this person keeps, with their keys: never in a window. The vault owns
 * the meaning of the JSON fields; ids and keys are lower-case hexadecimal.
 */
export const records = defineSection({
  code: 'records',
  fhir: 'RelatedPerson',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'map',
  projectable: false,
  fields: {
    /** The record's log id. */
    record: { kind: 'text', required: true, maxLength: 64 },
    colour: { kind: 'text', maxLength: 20 },
    /** [{epoch, key}]. */
    epochs: { kind: 'json' },
    memberSeeds: { kind: 'json' },
    /** The epoch of the keyring that the member's seeds were written under; 1 where it is not said. */
    under: { kind: 'json' },
    /** The owner's seed, wrapped for the identity key. */
    ownerSeedWrapped: { kind: 'json' },
    /** Bytes of the first access op. */
    genesis: { kind: 'json' },
    /** The relay's address and key. */
    relay: { kind: 'json' },
    /** Head known when a device was added, against rollback. */
    head: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: ['record'], facts: ['colour'] },
});
