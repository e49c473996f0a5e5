import type { LabelledCoding } from './coding.ts';
import data from './data/vaccines.json' with { type: 'json' };

/** Classes of vaccines in ATC, as French child certificates name them (`data/vaccines.json`). */
export const vaccines: readonly LabelledCoding[] = data.terms;
