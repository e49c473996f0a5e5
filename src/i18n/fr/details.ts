import { entry } from './entry.ts';
import { sections } from './sections/index.ts';

/** What the lists, details and forms of sections say: fetched with the first of them. */
export const details = { entry, sections };

export type DetailWords = typeof details;
