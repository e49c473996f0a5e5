import type { EntryId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isCurrent, relevantDay } from './calendar.ts';
import { firstDay, type Day } from './civil.ts';
import type { Entry, Json, SectionNone } from './entry.ts';
import { isKnownValue, visibleValue } from './field-visibility.ts';
import { sectionByCode, sections } from './registry.ts';
import { validateFields, type FieldValues, type Section } from './section.ts';
import { PROJECTOR_VERSION, type SectionFilter, type WindowFilter } from './window-filter.ts';

export type { SectionFilter, WindowFilter } from './window-filter.ts';

/** What a correspondent gets: nothing else of the record, not even its existence. */
export type Projection = {
  readonly entries: readonly Entry[];
  readonly nones: readonly SectionNone[];
};

/**
 * A record seen through a filter. Pure: equal arguments, equal answer, whatever their order.
 * Hidden and sensitive entries need `includeProtected`; what is in the bin, and sections,
 * categories and fields that this version does not know, never pass.
 * @param entries the whole record's, the bin's included: a "none" is judged on them
 * @param today the day the filter's "current" means
 * @param idOf the id of an entry in this window; ids of entries never pass
 */
export function project(
  entries: readonly Entry[],
  nones: readonly SectionNone[],
  filter: WindowFilter,
  today: Day,
  idOf: (entry: EntryId) => EntryId,
): Result<Projection, 'NewerProjector'> {
  if (filter.projector > PROJECTOR_VERSION) return err('NewerProjector');
  const isShown = createChooser(filter, today);
  const shown = entries.filter(isShown);
  const shownIds = new Set(shown.map(({ id }) => id));
  const idOfShown = (id: EntryId): EntryId | undefined => (shownIds.has(id) ? idOf(id) : undefined);
  return ok({
    entries: shown
      .map((entry) => visibleEntry(entry, idOf(entry.id), idOfShown))
      .sort(compareShown),
    nones: nones
      .filter((none) => isNoneShown(none, entries, filter))
      .map(visibleNone)
      .sort(compareNones),
  });
}

/** Whether an entry passes the filter. */
export function createChooser(filter: WindowFilter, today: Day): (entry: Entry) => boolean {
  const [include, includeProtected, exclude] = [
    filter.include,
    filter.includeProtected,
    filter.exclude,
  ].map((ids) => new Set(ids));
  return (entry) => {
    const section = sectionByCode(entry.section);
    if (!section?.projectable || !isUnderstood(section, entry)) return false;
    if (entry.meta.deletedAt !== undefined || exclude?.has(entry.id)) return false;
    if (includeProtected?.has(entry.id)) return true;
    if (entry.meta.hidden || entry.meta.sensitive !== undefined) return false;
    return include?.has(entry.id) === true || passes(section, entry, filter, today);
  };
}

/** A category or another required code that this version does not know may mean anything. */
function isUnderstood(section: Section, { fields }: Entry): boolean {
  if (!validateFields(section, fields, 'received').ok) return false;
  return Object.entries(section.fields)
    .filter(([name, field]) => field.required === true || name === section.category)
    .every(([name, field]) => !Object.hasOwn(fields, name) || isKnownValue(field, fields[name]));
}

function passes(section: Section, entry: Entry, filter: WindowFilter, today: Day): boolean {
  const own = sectionFilterOf(filter, section.code);
  if (!own?.shown) return false;
  const category = section.category === undefined ? undefined : entry.fields[section.category];
  if (own.categories && !own.categories.some((code) => code === category)) return false;
  if (own.currentOnly === true && !isCurrent(section, entry, today)) return false;
  return own.since === undefined || isSince(section, entry, own.since, today);
}

/** Only what is sure to reach into the period: a year that holds its first day may lie before it. */
function isSince(
  section: Section,
  entry: Entry,
  since: NonNullable<SectionFilter['since']>,
  today: Day,
): boolean {
  if (section.lasts && isCurrent(section, entry, today)) return true;
  const day = relevantDay(section, entry);
  return day !== undefined && day >= firstDay(since);
}

const sectionFilterOf = (filter: WindowFilter, code: string): SectionFilter | undefined =>
  Object.hasOwn(filter.sections, code) ? filter.sections[code] : undefined;

/** Nothing of how, when or whence the holder keeps the entry passes but the moment it was made. */
function visibleEntry(
  entry: Entry,
  id: EntryId,
  idOfShown: (id: EntryId) => EntryId | undefined,
): Entry {
  const section = sectionByCode(entry.section);
  const { createdAt } = entry.meta;
  return {
    id,
    section: entry.section,
    meta: {
      createdAt,
      changedAt: createdAt,
      hidden: false,
      sensitive: undefined,
      deletedAt: undefined,
      source: undefined,
    },
    fields: section ? visibleFields(section, entry.fields, idOfShown) : {},
  };
}

function visibleFields(
  section: Section,
  fields: FieldValues,
  idOfShown: (id: EntryId) => EntryId | undefined,
): FieldValues {
  const visible: [string, Json][] = [];
  for (const [name, field] of Object.entries(section.fields)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const shown = value === undefined ? undefined : visibleValue(field, value, idOfShown);
    if (shown !== undefined) visible.push([name, shown]);
  }
  return Object.fromEntries(visible);
}

/**
 * "None" passes when its section is shown whole and nothing of it could be left out: no entry
 * stands, and none was added after it was said.
 */
function isNoneShown(none: SectionNone, entries: readonly Entry[], filter: WindowFilter): boolean {
  const section = sectionByCode(none.section);
  const own = sectionFilterOf(filter, none.section);
  if (!section?.projectable || own?.shown !== true) return false;
  if (own.categories !== undefined || own.since !== undefined || own.currentOnly === true)
    return false;
  return isNoneStanding(none, entries);
}

/** Whether a "none" still holds: no entry of its section stands, and none came after it was said. */
export const isNoneStanding = (none: SectionNone, entries: readonly Entry[]): boolean =>
  !entries.some(
    ({ section, meta }) =>
      section === none.section && (meta.deletedAt === undefined || meta.createdAt > none.saidAt),
  );

const visibleNone = ({ section, saidAt }: SectionNone): SectionNone => ({ section, saidAt });

const order = new Map<string, number>(sections.map(({ code }, index) => [code, index]));
const orderOf = (code: string): number => order.get(code) ?? sections.length;

const compareShown = (a: Entry, b: Entry): number =>
  orderOf(a.section) - orderOf(b.section) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const compareNones = (a: SectionNone, b: SectionNone): number =>
  orderOf(a.section) - orderOf(b.section);

/** What a window leaves out that could do harm if its reader does not know of it. */
export type WindowRisk = {
  readonly allergies: readonly Entry[];
  readonly treatments: readonly Entry[];
};

/** Allergies that stand and treatments that go on today, left out by the filter (product 1.4). */
export function windowRisk(
  entries: readonly Entry[],
  filter: WindowFilter,
  today: Day,
): WindowRisk {
  const isShown = createChooser(filter, today);
  const leftOut = (code: 'allergies' | 'treatments'): readonly Entry[] =>
    entries.filter((entry) => {
      const section = sectionByCode(entry.section);
      const standing = entry.section === code && entry.meta.deletedAt === undefined;
      return (
        section !== undefined && standing && isCurrent(section, entry, today) && !isShown(entry)
      );
    });
  return { allergies: leftOut('allergies'), treatments: leftOut('treatments') };
}
