import { components } from './components.ts';
import { deposits } from './deposits.ts';
import { devices } from './devices.ts';
import { documents } from './documents.ts';
import { entrance } from './entrance.ts';
import { errors } from './errors.ts';
import { install } from './install.ts';
import { keeping } from './keeping.ts';
import { kit } from './kit.ts';
import { locks } from './locks.ts';
import { record } from './record.ts';
import { recovery } from './recovery.ts';
import { safety } from './safety.ts';
import { sectionTitles } from './section-titles.ts';
import { values } from './values.ts';
import { windows } from './windows.ts';

/** Everything that the app says in French, one file an area. Its shape is every language's shape. */
export const fr = {
  components,
  deposits,
  devices,
  documents,
  entrance,
  errors,
  install,
  keeping,
  kit,
  locks,
  record,
  recovery,
  safety,
  sections: sectionTitles,
  values,
  windows,
};

export type Messages = typeof fr;
