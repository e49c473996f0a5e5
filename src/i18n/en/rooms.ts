import type { RoomWords } from '../fr/rooms.ts';
import { backup } from './backup.ts';
import { practice } from './practice.ts';
import { settings } from './settings.ts';

export const rooms: RoomWords = { backup, practice, settings };
