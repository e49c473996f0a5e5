import { defineSection } from '../section.ts';

/**
 * Keyring: what every device must know of the recovery kit; its secret is on paper alone. The
 * vault owns the meaning of the JSON fields; keys and bytes are lower-case hexadecimal.
 */
export const kit = defineSection({
  code: 'kit',
  fhir: 'Provenance',
  log: 'keyring',
  doc: { name: 'keyring' },
  storage: 'map',
  single: true,
  projectable: false,
  fields: {
    /** X-Wing public key of the identity key, for which owners' seeds are wrapped. */
    identityKemPublicKey: { kind: 'json' },
    /** The signed write of the recovery box, once the kit is confirmed. */
    boxWrite: { kind: 'json' },
    confirmedAt: { kind: 'json' },
    details: { kind: 'json' },
  },
  headline: { title: [], facts: ['confirmedAt'] },
});
