import type { RoomWords } from '../fr/rooms.ts';
import { backup } from './backup.ts';
import { measures } from './measures.ts';
import { practice } from './practice.ts';
import { removal } from './removal.ts';
import { settings } from './settings.ts';

export const rooms: RoomWords = { backup, measures, practice, removal, settings };
