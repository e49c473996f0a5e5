import type { SafetyWord } from '#vault/api.ts';

/** From the least to the most. */
export const safetyLevels: readonly SafetyWord[] = ['stored', 'synced', 'backedUp'];
/** Of one entry: a backup is of the whole record. */
export const entryLevels: readonly SafetyWord[] = ['stored', 'synced'];
