import type { SectionsWords } from '../../section-words.ts';
import { health } from './health.ts';
import { counted } from './measures.ts';
import { papers } from './papers.ts';
import { people } from './people.ts';

export const sections: SectionsWords = { ...health, ...counted, ...people, ...papers };
