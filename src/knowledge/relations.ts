import type { LabelledCoding } from './coding.ts';
import kinshipData from './data/kinships.json' with { type: 'json' };
import relationData from './data/relations.json' with { type: 'json' };

/** Kinships, those of parents and siblings first (`data/kinships.json`: source and date). */
export const kinships: readonly LabelledCoding[] = kinshipData.terms;

/** What somebody may be to a patient (`data/relations.json`: source and date). */
export const relations: readonly LabelledCoding[] = relationData.terms;
