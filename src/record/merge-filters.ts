import { mustGet } from '#base/assert.ts';
import { firstDay } from './civil.ts';
import { PROJECTOR_VERSION, type SectionFilter, type WindowFilter } from './window-filter.ts';

/** The preset of a filter that no preset describes any more. */
export const CUSTOM_PRESET = 'custom';

/**
 * Filters written at the same time: what any of them leaves out is left out, until a person has
 * looked. One alone is itself. The order of `filters` does not count.
 */
export function mergeFilters(filters: readonly [WindowFilter, ...WindowFilter[]]): WindowFilter {
  if (filters.length === 1) return filters[0];
  const newer = filters.find(({ projector }) => projector > PROJECTOR_VERSION);
  // Of a newer filter nothing is understood, and under it nothing is published.
  return newer ? { ...newer, merged: true } : filters.reduce(mergeTwo);
}

const mergeTwo = (a: WindowFilter, b: WindowFilter): WindowFilter => ({
  number: Math.max(a.number, b.number),
  projector: Math.max(a.projector, b.projector),
  preset: a.preset === b.preset ? a.preset : CUSTOM_PRESET,
  sections: mergeSections(a.sections, b.sections),
  include: both(a.include, b.include),
  includeProtected: both(a.includeProtected, b.includeProtected),
  exclude: Array.from(new Set([...a.exclude, ...b.exclude])).sort(),
  merged: true,
});

function mergeSections(
  a: WindowFilter['sections'],
  b: WindowFilter['sections'],
): WindowFilter['sections'] {
  const codes = Object.keys(a)
    .filter((code) => Object.hasOwn(b, code))
    .sort();
  return Object.fromEntries(
    codes.map((code) => [code, mergeSection(mustGet(a[code], code), mustGet(b[code], code))]),
  );
}

function mergeSection(a: SectionFilter, b: SectionFilter): SectionFilter {
  const categories =
    a.categories && b.categories
      ? both(a.categories, b.categories)
      : (a.categories ?? b.categories);
  const since =
    a.since && b.since
      ? firstDay(a.since) > firstDay(b.since)
        ? a.since
        : b.since
      : (a.since ?? b.since);
  return {
    shown: a.shown && b.shown,
    ...(categories && { categories }),
    ...(since && { since }),
    ...((a.currentOnly ?? b.currentOnly) !== undefined && {
      currentOnly: a.currentOnly === true || b.currentOnly === true,
    }),
  };
}

const both = <T extends string>(a: readonly T[], b: readonly T[]): readonly T[] =>
  a.filter((item) => b.includes(item)).sort();
