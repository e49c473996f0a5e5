import type { DetailWords } from '../fr/details.ts';
import { entry } from './entry.ts';
import { rooms } from './rooms.ts';
import { sections } from './sections/index.ts';

export const details: DetailWords = { entry, rooms, sections };
