import { entry } from './entry.ts';
import { rooms } from './rooms.ts';
import { sections } from './sections/index.ts';

/** What the lists, details and forms of sections say, and other rooms: fetched with the first of them. */
export const details = { entry, rooms, sections };

export type DetailWords = typeof details;
