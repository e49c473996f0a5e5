import type { Section } from './section.ts';
import { allergies } from './sections/allergies.ts';
import { careTeam } from './sections/care-team.ts';
import { channels } from './sections/channels.ts';
import { conditions } from './sections/conditions.ts';
import { correspondents } from './sections/correspondents.ts';
import { documents } from './sections/documents.ts';
import { identity } from './sections/identity.ts';
import { journal } from './sections/journal.ts';
import { measurements } from './sections/measurements.ts';
import { professional } from './sections/professional.ts';
import { records } from './sections/records.ts';
import { treatments } from './sections/treatments.ts';

/** Every section that this version knows, in the order in which windows and exports list them. */
export const sections = [
  identity,
  allergies,
  treatments,
  conditions,
  measurements,
  documents,
  careTeam,
  channels,
  journal,
  records,
  professional,
  correspondents,
] as const;
export type SectionCode = (typeof sections)[number]['code'];

const byCode: ReadonlyMap<string, Section> = new Map(
  sections.map((section) => [section.code, section]),
);

/** Undefined: a section of a newer version. */
export const sectionByCode = (code: string): Section | undefined => byCode.get(code);
