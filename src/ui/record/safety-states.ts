import type { RecordColour, Safety, SafetyWord } from '#vault/api.ts';
import type { RecordHue } from '../components/record-hue.ts';
import type { SafetyState } from '../components/safety.ts';
import type { Persistence } from '../state/keeping.svelte.ts';

export const safetyStates: Readonly<Record<SafetyWord, SafetyState>> = {
  stored: 'saved',
  synced: 'synced',
  backedUp: 'backed-up',
};

/** The one word of a record: what is amiss before how safe the rest is. */
export function safetyState(
  { word, notices }: Safety,
  persistence: Persistence | undefined,
): SafetyState {
  if (notices.includes('incomplete')) return 'incomplete';
  const isTemporary = notices.includes('temporaryStorage') || persistence === 'temporary';
  if (isTemporary && word === 'stored') return 'temporary';
  return safetyStates[word];
}

/** The colour that the screen gives to a record's. */
export const recordHues: Readonly<Record<RecordColour, RecordHue>> = {
  fir: 'pine',
  plum: 'plum',
  ochre: 'ochre',
  slate: 'slate',
  brick: 'rose',
  moss: 'olive',
  ink: 'lake',
};
