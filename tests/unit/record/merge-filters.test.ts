import { describe, expect, it } from 'vitest';
import type { PartialDate } from '#base/time.ts';
import { CUSTOM_PRESET, mergeFilters } from '#record/merge-filters.ts';
import type { WindowFilter } from '#record/window-filter.ts';
import { idOf } from './entries.ts';

const base: WindowFilter = {
  number: 2,
  projector: 1,
  preset: 'emergency',
  sections: {},
  include: [],
  includeProtected: [],
  exclude: [],
};
const merge = (a: Partial<WindowFilter>, b: Partial<WindowFilter>): WindowFilter =>
  mergeFilters([
    { ...base, ...a },
    { ...base, ...b },
  ]);

describe('filters written at the same time', () => {
  it('are one filter when there is one', () => {
    expect(mergeFilters([base])).toBe(base);
  });

  it('show a section that both show', () => {
    const { sections } = merge(
      {
        sections: {
          allergies: { shown: true },
          documents: { shown: true },
          identity: { shown: true },
        },
      },
      { sections: { allergies: { shown: true }, documents: { shown: false } } },
    );
    expect(sections).toEqual({ allergies: { shown: true }, documents: { shown: false } });
  });

  it('take the narrower of categories and periods', () => {
    const day = (text: string): PartialDate => text as PartialDate;
    const { sections } = merge(
      {
        sections: {
          documents: { shown: true, categories: ['imaging', 'reports'], since: day('2024') },
        },
      },
      {
        sections: {
          documents: {
            shown: true,
            categories: ['reports', 'other'],
            since: day('2024-02'),
            currentOnly: true,
          },
        },
      },
    );
    expect(sections).toEqual({
      documents: { shown: true, categories: ['reports'], since: '2024-02', currentOnly: true },
    });
  });

  it('keep the limit that only one of them has', () => {
    const limited = { shown: true, categories: ['other'], since: '2024' as PartialDate };
    const merged = merge(
      { sections: { documents: limited } },
      { sections: { documents: { shown: true } } },
    );
    expect(merged.sections).toEqual({ documents: limited });
  });

  it('include what both include, and exclude what either does', () => {
    const [a, b, c] = [idOf('1'), idOf('2'), idOf('3')];
    expect(
      merge(
        { include: [b, a], includeProtected: [a], exclude: [c] },
        { include: [a], includeProtected: [b], exclude: [b] },
      ),
    ).toMatchObject({ include: [a], includeProtected: [], exclude: [b, c], merged: true });
  });

  it('are of no preset when they are of two', () => {
    expect(merge({}, { preset: 'generalPractitioner' }).preset).toBe(CUSTOM_PRESET);
    expect(merge({ number: 7 }, {})).toMatchObject({ preset: 'emergency', number: 7 });
  });

  it('stay under the newer projector, which this app cannot publish', () => {
    expect(merge({}, { projector: 2 })).toMatchObject({ projector: 2, merged: true });
  });
});
