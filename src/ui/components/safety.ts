/** How safe a record is, in one word: the lowest that is true (1-product, "words and manners"). */
export type SafetyState =
  'saved' | 'synced' | 'backed-up' | 'incomplete' | 'temporary' | 'unprotected';
