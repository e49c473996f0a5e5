import type { Messages } from '../fr/index.ts';
import { components } from './components.ts';
import { devices } from './devices.ts';
import { documents } from './documents.ts';
import { entrance } from './entrance.ts';
import { errors } from './errors.ts';
import { measures } from './measures.ts';
import { practice } from './practice.ts';
import { record } from './record.ts';
import { sections } from './sections.ts';
import { settings } from './settings.ts';
import { windows } from './windows.ts';

/** Everything that the app says in English: a missing or a superfluous message does not compile. */
export const en = {
  components,
  devices,
  documents,
  entrance,
  errors,
  measures,
  practice,
  record,
  sections,
  settings,
  windows,
} satisfies Messages;
