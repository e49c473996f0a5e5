import { backup } from './backup.ts';
import { measures } from './measures.ts';
import { practice } from './practice.ts';
import { removal } from './removal.ts';
import { settings } from './settings.ts';

/** What whole rooms of the app say, that neither the lock nor the first list has a word of. */
export const rooms = { backup, measures, practice, removal, settings };

export type RoomWords = typeof rooms;
