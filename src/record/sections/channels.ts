import { defineSection } from '../section.ts';

/**
 * The windows opened on this record, with their keys: never in a window. The vault owns the
 * meaning of the JSON fields; ids and keys are lower-case hexadecimal, moments milliseconds.
 */
export const channels = defineSection({
  code: 'channels',
  fhir: 'Consent',
  log: 'record',
  doc: { name: 'channels' },
  storage: 'map',
  projectable: false,
  fields: {
    /** The channel's log id. */
    channel: { kind: 'text', required: true, maxLength: 64 },
    /** Who reads: name, profession, place, fingerprint, as they say themselves. */
    correspondent: { kind: 'json', required: true },
    filter: { kind: 'windowFilter', required: true },
    /** [{epoch, key}]. */
    epochs: { kind: 'json' },
    /** The member key pair of the holder's side. */
    memberSeeds: { kind: 'json' },
    /** The epoch of the record that the member's seeds were written under; 1 where it is not said. */
    under: { kind: 'json' },
    ownerSeed: { kind: 'json' },
    /** What entry ids are derived with in the window. */
    idKey: { kind: 'json' },
    words: { kind: 'json' },
    wordsSame: { kind: 'boolean' },
    openedAt: { kind: 'json' },
    until: { kind: 'json' },
    closedAt: { kind: 'json' },
    /** When its holder last looked at it and left it open. */
    keptAt: { kind: 'json' },
    state: { kind: 'json' },
    /** The bundle of the correspondent, hex: what their deposits verify under. */
    bundle: { kind: 'json' },
    /** Deposits are accepted as they come, with these marks; absent: one by one. */
    acceptAlways: { kind: 'json' },
    /** The relay's address and key that the grant pinned. */
    relay: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: ['correspondent'], facts: ['openedAt', 'until'] },
});
