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

/** Everything that the app says in French, one file an area. Its shape is every language's shape. */
export const fr = {
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
};

export type Messages = typeof fr;
