import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import { instant, type PartialDate } from '#base/time.ts';
import type { Entry, Json, SectionNone } from '#record/entry.ts';
import { fieldOf, type FieldValues } from '#record/section.ts';
import { sectionByCode } from '#record/registry.ts';
import { project, type Projection, type WindowFilter } from '#record/window.ts';
import { encodeWindowEntry } from '#record/window-diff.ts';
import { allSections, anyEntry, moment, windowFilter } from './record-arbitraries.ts';

const TODAY = '2026-06-15' as PartialDate;
const CANARY = 'CANARY';

const pool = fc
  .constantFrom('1', '2', '3', '4', '5', '6')
  .map((digit) => `f${digit.repeat(31)}` as EntryId);

/** Ids of the window: none is an id of the record. */
const idOf = (id: EntryId): EntryId => `0${Array.from(id).reverse().join('').slice(1)}` as EntryId;

const known = anyEntry(pool);

/** What a newer app may have written: sections, codes and fields of tomorrow. */
const ofTomorrow: fc.Arbitrary<Entry> = fc.oneof(
  known.map((entry) => ({ ...entry, section: 'future-section' })),
  known
    .filter(({ section }) => section === 'documents')
    .map((entry) => ({ ...entry, fields: { ...entry.fields, category: 'future' } })),
  known
    .filter(({ section }) => section === 'measurements')
    .map((entry) => ({ ...entry, fields: { ...entry.fields, kind: 'futureKind' } })),
);

const record: fc.Arbitrary<readonly Entry[]> = fc.uniqueArray(
  fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: ofTomorrow }),
  { selector: ({ id }) => id, maxLength: 8 },
);

const none: fc.Arbitrary<SectionNone> = fc.record({
  section: fc.constantFrom(...allSections.map(({ code }) => code), 'future-section'),
  saidAt: moment,
});
const nones = fc.uniqueArray(none, { selector: ({ section }) => section, maxLength: 4 });
const filter = windowFilter(pool);

const mustProject = (
  entries: readonly Entry[],
  said: readonly SectionNone[],
  seen: WindowFilter,
): Projection => {
  const projection = project(entries, said, seen, TODAY, idOf);
  if (!projection.ok) throw new Error(projection.error);
  return projection.value;
};

const SHOWABLE = [
  'identity',
  'allergies',
  'treatments',
  'conditions',
  'measurements',
  'documents',
  'care-team',
  'targets',
  'results',
  'immunizations',
  'procedures',
  'disabilities',
  'lifestyle',
  'family-history',
  'contacts',
  'directives',
  'intakes',
  'care-history',
  'appointments',
  'administrative',
];

/** The choice by which a window takes part of a section. */
const CATEGORIES: Readonly<Record<string, string>> = {
  documents: 'category',
  measurements: 'kind',
  targets: 'kind',
  lifestyle: 'topic',
  directives: 'type',
  intakes: 'status',
};

/** Written from the product's sentences, apart from the code under test. */
function isForbidden(entry: Entry, seen: WindowFilter): boolean {
  const { id, section, meta, fields } = entry;
  const chosen = seen.include.includes(id) || seen.includeProtected.includes(id);
  if (!SHOWABLE.includes(section) || meta.deletedAt !== undefined) return true;
  if (seen.exclude.includes(id)) return true;
  if (fields['category'] === 'future' || fields['kind'] === 'futureKind') return true;
  if ((meta.hidden || meta.sensitive !== undefined) && !seen.includeProtected.includes(id))
    return true;
  if (chosen) return false;
  const own = Object.entries(seen.sections).find(([code]) => code === section)?.[1];
  if (own?.shown !== true) return true;
  const category = fields[CATEGORIES[section] ?? ''];
  return (
    typeof category === 'string' &&
    own.categories !== undefined &&
    !own.categories.includes(category)
  );
}

/** Puts the canary wherever nothing may come out: everywhere, in an entry that is forbidden. */
function taint(entry: Entry, forbidden: boolean): Entry {
  const fields = Object.entries(entry.fields).map(([name, value]): [string, Json] => [
    name,
    taintValue(entry.section, name, value, forbidden),
  ]);
  return {
    ...entry,
    meta: { ...entry.meta, source: { from: CANARY } },
    past: [{ at: instant(0), fields: { note: CANARY, label: CANARY } }],
    fields: { ...Object.fromEntries(fields), fieldOfTomorrow: CANARY } satisfies FieldValues,
  };
}

function taintValue(section: string, name: string, value: Json, forbidden: boolean): Json {
  const spec = sectionByCode(section);
  const field = spec && fieldOf(spec, name);
  const secret = forbidden || field?.projectable === false;
  if (!field || (secret && ['text', 'longText'].includes(field.kind))) return CANARY;
  if (secret && field.kind === 'list' && field.of.kind === 'text') return [CANARY];
  if (['quantity', 'file', 'instantWithZone'].includes(field.kind)) {
    return { ...(value as Record<string, Json>), partOfTomorrow: CANARY };
  }
  return value;
}

describe('a window', () => {
  it('never lets anything out that it leaves out: no text, no id, no origin, no field of tomorrow', () => {
    let shown = 0;
    fc.assert(
      fc.property(record, nones, filter, (entries, said, seen) => {
        const tainted = entries.map((entry) => taint(entry, isForbidden(entry, seen)));
        const projection = mustProject(tainted, said, seen);
        shown += projection.entries.length;
        const text = JSON.stringify(projection) + projection.entries.map(encodeWindowEntry).join();
        expect(text).not.toContain(CANARY);
        for (const { id } of entries) expect(text).not.toContain(id);
        const allowed = entries
          .filter((entry) => !isForbidden(entry, seen))
          .map(({ id }) => idOf(id));
        for (const { id } of projection.entries) expect(allowed).toContain(id);
      }),
      { numRuns: 400 },
    );
    expect(shown).toBeGreaterThan(100);
  });

  it('is the same whether what it leaves out exists or not', () => {
    fc.assert(
      fc.property(record, filter, (entries, seen) => {
        const without = entries
          .filter((entry) => !isForbidden(entry, seen))
          .map((entry) => ({
            ...entry,
            meta: { ...entry.meta, source: undefined, changedAt: instant(0), hidden: false },
          }));
        const { entries: whole } = mustProject(entries, [], seen);
        const { entries: alone } = mustProject(without, [], seen);
        expect(whole.map(encodeWindowEntry)).toEqual(alone.map(encodeWindowEntry));
      }),
      { numRuns: 200 },
    );
  });

  it('names in its links only what it shows', () => {
    fc.assert(
      fc.property(record, filter, (entries, seen) => {
        const projection = mustProject(entries, [], seen);
        const ids = new Set<Json>(projection.entries.map(({ id }) => id));
        for (const { section, fields } of projection.entries) {
          for (const [name, value] of Object.entries(fields)) {
            const spec = sectionByCode(section);
            if (spec && fieldOf(spec, name)?.kind !== 'links') continue;
            const links = value as readonly Json[];
            expect(links.length).toBeGreaterThan(0);
            for (const link of links) expect(ids.has(link)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of the record', () => {
    fc.assert(
      fc.property(record, nones, filter, (entries, said, seen) => {
        const there = JSON.stringify(mustProject(entries, said, seen));
        const back = JSON.stringify(mustProject([...entries].reverse(), [...said].reverse(), seen));
        expect(back).toBe(there);
      }),
      { numRuns: 200 },
    );
  });

  it('repeats a "none" only where the whole section is shown and stands empty', () => {
    let repeated = 0;
    fc.assert(
      fc.property(record, nones, filter, (entries, said, seen) => {
        const { nones: out } = mustProject(entries, said, seen);
        repeated += out.length;
        for (const { section } of out) {
          const own = Object.entries(seen.sections).find(([code]) => code === section)?.[1];
          expect(own).toEqual({
            shown: true,
            ...(own?.currentOnly === false && { currentOnly: false }),
          });
          const standing = entries.filter(
            (entry) => entry.section === section && entry.meta.deletedAt === undefined,
          );
          expect(standing).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
    expect(repeated).toBeGreaterThan(0);
  });

  it('never shows more after an entry is hidden, moved to the bin or excluded', () => {
    fc.assert(
      fc.property(record, filter, fc.nat(), (entries, seen, pick) => {
        const target = entries[pick % Math.max(1, entries.length)];
        if (!target || seen.includeProtected.includes(target.id)) return;
        const hide = (entry: Entry): Entry =>
          entry === target ? { ...entry, meta: { ...entry.meta, hidden: true } } : entry;
        const shownIds = (list: readonly Entry[], by: WindowFilter): EntryId[] =>
          mustProject(list, [], by).entries.map(({ id }) => id);
        const before = shownIds(entries, seen).filter((id) => id !== idOf(target.id));
        expect(shownIds(entries.map(hide), seen)).toEqual(before);
        const excluding = { ...seen, exclude: [...seen.exclude, target.id] };
        expect(shownIds(entries, excluding)).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('shows nothing at all under a filter of a newer projector', () => {
    fc.assert(
      fc.property(record, filter, (entries, seen) => {
        const newer = { ...seen, projector: 2 };
        expect(project(entries, [], newer, TODAY, idOf)).toEqual({
          ok: false,
          error: 'NewerProjector',
        });
      }),
      { numRuns: 20 },
    );
  });
});
