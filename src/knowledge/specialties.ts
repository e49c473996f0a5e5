import type { LabelledCoding } from './coding.ts';
import data from './data/specialties.json' with { type: 'json' };

/** Specialties of doctors, dentists and nurses (`data/specialties.json`: source and date). */
export const specialties: readonly LabelledCoding[] = data.terms;
