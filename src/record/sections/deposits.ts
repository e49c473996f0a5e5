import { defineSection } from '../section.ts';

/**
 * What correspondents signed and deposited, kept with what proves it, and what the holder refused
 * of it. Written once, for good; the documents themselves stand among the documents. No window
 * shows it: statements name channels.
 */
export const deposits = defineSection({
  code: 'deposits',
  fhir: 'Provenance',
  log: 'record',
  doc: { name: 'deposits', yearly: 'createdAt' },
  storage: 'json',
  projectable: false,
  fields: {
    /** `kept`: the statement, with its author's bundle. `refused`: that the holder did not want it. */
    state: { kind: 'choice', required: true, options: ['kept', 'refused'] },
    /** Id of the document that the deposit is, or would be once accepted. */
    document: { kind: 'text', required: true, maxLength: 32, fhir: 'target' },
    /** Log id of the channel that it came through. */
    channel: { kind: 'text', maxLength: 64 },
    /** The signed bytes, base64url; and the bundle that they verify under. */
    statement: { kind: 'json', maxLength: 360_000, fhir: 'signature' },
    bundle: { kind: 'json', maxLength: 12_000, fhir: 'agent.who' },
  },
  headline: { title: ['document'], facts: ['state'] },
});
