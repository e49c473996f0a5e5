import { defineSection } from '../section.ts';

/**
 * A further member key pair of the holder's side of a channel, drawn when the record's epoch
 * turned. Several may stand for one epoch: the channel's own access ops say which counts.
 */
export const channelKeys = defineSection({
  code: 'channel-keys',
  fhir: 'Provenance',
  log: 'record',
  doc: { name: 'channels' },
  storage: 'json',
  projectable: false,
  fields: {
    /** The channel's log id. */
    channel: { kind: 'text', required: true, maxLength: 64 },
    /** Two seeds, hexadecimal. */
    memberSeeds: { kind: 'json', required: true },
    /** The epoch of the record that this was written under. */
    under: { kind: 'json', required: true },
  },
  headline: { title: ['channel'], facts: [] },
});
