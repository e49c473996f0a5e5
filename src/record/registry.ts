import type { Entry } from './entry.ts';
import type { InstantWithZone } from './fields.ts';
import type { Section } from './section.ts';
import { administrative } from './sections/administrative.ts';
import { allergies } from './sections/allergies.ts';
import { appointments } from './sections/appointments.ts';
import { careHistory } from './sections/care-history.ts';
import { careTeam } from './sections/care-team.ts';
import { channelKeys } from './sections/channel-keys.ts';
import { channels } from './sections/channels.ts';
import { conditions } from './sections/conditions.ts';
import { contacts } from './sections/contacts.ts';
import { copies } from './sections/copies.ts';
import { correspondents } from './sections/correspondents.ts';
import { devices } from './sections/devices.ts';
import { directives } from './sections/directives.ts';
import { disabilities } from './sections/disabilities.ts';
import { documents } from './sections/documents.ts';
import { familyHistory } from './sections/family-history.ts';
import { identity } from './sections/identity.ts';
import { immunizations } from './sections/immunizations.ts';
import { intakes } from './sections/intakes.ts';
import { journal } from './sections/journal.ts';
import { kit } from './sections/kit.ts';
import { lifestyle } from './sections/lifestyle.ts';
import { measurements } from './sections/measurements.ts';
import { procedures } from './sections/procedures.ts';
import { professional } from './sections/professional.ts';
import { recordKeys } from './sections/record-keys.ts';
import { deposits } from './sections/deposits.ts';
import { records } from './sections/records.ts';
import { results } from './sections/results.ts';
import { targets } from './sections/targets.ts';
import { treatments } from './sections/treatments.ts';

/** Every section that this version knows, in the order in which windows and exports list them. */
export const sections = [
  identity,
  allergies,
  treatments,
  conditions,
  measurements,
  targets,
  results,
  immunizations,
  procedures,
  disabilities,
  lifestyle,
  familyHistory,
  documents,
  careTeam,
  contacts,
  directives,
  intakes,
  careHistory,
  appointments,
  administrative,
  channels,
  channelKeys,
  deposits,
  journal,
  records,
  recordKeys,
  professional,
  correspondents,
  kit,
  copies,
  devices,
] as const;

const all: readonly Section[] = sections;
const byCode: ReadonlyMap<string, Section> = new Map(all.map((section) => [section.code, section]));

/** Undefined: a section of a newer version. */
export const sectionByCode = (code: string): Section | undefined => byCode.get(code);

/** Newest first: by the section's date, then by creation, then by id. A total order. */
export function compareEntries(a: Entry, b: Entry): number {
  const [keyA, keyB] = [sortKey(a), sortKey(b)];
  if (keyA !== keyB) return keyA > keyB ? -1 : 1;
  if (a.meta.createdAt !== b.meta.createdAt) return b.meta.createdAt - a.meta.createdAt;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

/** ISO text: `2026` < `2026-03` < `2026-03-01` < `2026-03-01T08:00:00.000Z`. */
function sortKey({ section: code, fields, meta }: Entry): string {
  const date = byCode.get(code)?.date;
  const value = date !== undefined && Object.hasOwn(fields, date) ? fields[date] : undefined;
  if (typeof value === 'string') return value;
  const at = value === undefined ? meta.createdAt : (value as InstantWithZone).at;
  return new Date(at).toISOString();
}
