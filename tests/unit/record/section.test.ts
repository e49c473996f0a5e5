import { describe, expect, expectTypeOf, it } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import { compareEntries, sectionByCode, sections } from '#record/registry.ts';
import {
  docIdOf,
  singleCodeOf,
  singleEntryId,
  validateFields,
  type EntryOf,
  type Section,
} from '#record/section.ts';
import { allergies } from '#record/sections/allergies.ts';
import { documents } from '#record/sections/documents.ts';
import { identity } from '#record/sections/identity.ts';
import { journal } from '#record/sections/journal.ts';
import { measurements } from '#record/sections/measurements.ts';
import { entry } from './entries.ts';

describe('a section', () => {
  it('gives its entries their type', () => {
    type Measurement = EntryOf<typeof measurements>;
    expectTypeOf<Measurement['fields']['value']>().toEqualTypeOf<Quantity | undefined>();
    expectTypeOf<EntryOf<typeof allergies>['fields']['substance']>().toEqualTypeOf<string>();
    expectTypeOf<EntryOf<typeof documents>['section']>().toEqualTypeOf<'documents'>();
  });

  it('names the fields that are invalid, missing ones included', () => {
    const checked = validateFields(allergies, { severity: 'awful', since: '2024-13' });
    expect(checked).toEqual({
      ok: false,
      error: { invalid: ['substance', 'severity', 'since'] },
    });
  });

  it('lets unknown fields pass when they are bounded plain data, and nothing else', () => {
    const withField = (name: string, value: unknown): boolean =>
      validateFields(allergies, { substance: 'x', [name]: value as Json }).ok;
    expect(withField('fieldOfTomorrow', { a: [1] })).toBe(true);
    expect(withField('Field', 1)).toBe(false);
    expect(withField('__proto__x', 1)).toBe(false);
    expect(withField('fieldOfTomorrow', undefined)).toBe(false);
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${String(i)}`, 1]));
    expect(validateFields(allergies, { substance: 'x', ...many }).ok).toBe(false);
  });

  it('never takes a value from the prototype', () => {
    const inherited = Object.create({ substance: 'x' }) as Record<string, Json>;
    expect(validateFields(allergies, inherited).ok).toBe(false);
  });

  it('asks of blood pressure two values, of the other measures one', () => {
    const takenAt = { at: 0, zone: 'Europe/Paris' };
    const value = { value: '1', unit: 'kg' };
    const invalid = (fields: Record<string, Json>): readonly string[] => {
      const checked = validateFields(measurements, { takenAt, ...fields });
      return checked.ok ? [] : checked.error.invalid;
    };
    expect(invalid({ kind: 'weight', value })).toEqual([]);
    expect(invalid({ kind: 'weight' })).toEqual(['value']);
    expect(invalid({ kind: 'weight', value, systolic: value })).toEqual(['systolic']);
    expect(invalid({ kind: 'bloodPressure', systolic: value })).toEqual(['diastolic']);
    expect(invalid({ kind: 'bloodPressure', systolic: value, diastolic: value })).toEqual([]);
    expect(invalid({ kind: 'bloodPressure', systolic: value, diastolic: value, value })).toEqual([
      'value',
    ]);
  });
});

describe('the doc of an entry', () => {
  const at = instant(Date.UTC(2026, 0, 1));

  it('is the year of its date where the section grows', () => {
    expect(docIdOf(documents, { date: '2019-03' }, at)).toBe('documents/2019');
    const takenAt = { at: Date.UTC(2024, 5, 1), zone: 'Europe/Paris' };
    expect(docIdOf(measurements, { takenAt }, at)).toBe('measurements/2024');
  });

  it('is the year of its creation when it has no date', () => {
    expect(docIdOf(documents, {}, at)).toBe('documents/2026');
    expect(docIdOf(journal, {}, at)).toBe('journal/2026');
  });

  it('is the same for all entries of a section that stays small', () => {
    expect(docIdOf(allergies, { since: '1999' }, at)).toBe('profile');
  });
});

describe('the registry', () => {
  const all: readonly Section[] = sections;

  it('finds each section by its code, and none by another word', () => {
    for (const section of all) expect(sectionByCode(section.code)).toBe(section);
    expect(sectionByCode('constructor')).toBeUndefined();
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  });

  it('keeps sections with keys out of every window', () => {
    const projectable = all.filter((section) => section.projectable).map(({ code }) => code);
    expect(projectable).toEqual([
      'identity',
      'allergies',
      'treatments',
      'conditions',
      'measurements',
      'targets',
      'results',
      'immunizations',
      'procedures',
      'disabilities',
      'lifestyle',
      'family-history',
      'documents',
      'care-team',
      'contacts',
      'directives',
      'intakes',
      'care-history',
      'appointments',
      'administrative',
    ]);
    for (const { fields } of all.filter((section) => section.projectable)) {
      const kinds = Object.values(fields).map(({ kind }) => kind);
      expect(kinds).not.toContain('json');
      expect(kinds).not.toContain('windowFilter');
    }
  });

  it('declares only links to sections that exist, and headlines of fields that exist', () => {
    for (const { fields, headline } of all) {
      for (const field of Object.values(fields)) {
        if (field.kind !== 'links') continue;
        expect(field.sections.filter((code) => !sectionByCode(code))).toEqual([]);
      }
      expect(Object.keys(fields)).toEqual(
        expect.arrayContaining([...headline.title, ...headline.facts]),
      );
    }
  });

  it('dates a section by a date, and takes parts of it by a choice', () => {
    for (const { fields, date, category } of all) {
      if (date !== undefined) expect(fields[date]?.kind).toMatch(/partialDate|instantWithZone/);
      if (category !== undefined)
        expect(fields[category]).toMatchObject({ kind: 'choice', required: true });
    }
  });
});

describe('the id of an only entry', () => {
  it('is read back as the code it is made of', () => {
    for (const { code } of sections.filter((section: Section) => section.single)) {
      expect(singleCodeOf(singleEntryId(code))).toBe(code);
    }
    expect(singleEntryId(identity.code)).toBe('6964656e746974790000000000000000');
  });

  it('is no other id', () => {
    const others = [
      '0'.repeat(32),
      'f'.repeat(32),
      `00${'6'.repeat(28)}00`,
      `61${'0'.repeat(28)}61`,
    ];
    expect(others.map((id) => singleCodeOf(id as EntryId))).toEqual(others.map(() => undefined));
  });
});

describe('the order of entries', () => {
  it('is newest first, by date, then by creation, then by id', () => {
    const dated = (id: string, date: string | undefined, createdAt = 0): ReturnType<typeof entry> =>
      entry('documents', {
        id,
        fields: date === undefined ? {} : { date: date },
        meta: { createdAt: instant(createdAt) },
      });
    const entries = [
      dated('1', '2024'),
      dated('2', '2024-05'),
      dated('3', '2024-05-02'),
      dated('4', undefined, Date.UTC(2025, 0, 1)),
      dated('5', '2024-05', 5),
      dated('6', '2024-05', 5),
    ];
    const sorted = entries.toSorted(compareEntries).map(({ id }) => id.slice(-1));
    expect(sorted).toEqual(['4', '3', '5', '6', '2', '1']);
    expect(
      entries
        .toReversed()
        .toSorted(compareEntries)
        .map(({ id }) => id.slice(-1)),
    ).toEqual(sorted);
  });

  it('orders measures by the moment they were taken, whatever the zone', () => {
    const taken = (id: string, at: number, zone: string): ReturnType<typeof entry> =>
      entry('measurements', { id, fields: { takenAt: { at, zone } } });
    const later = taken('1', 2, 'Pacific/Tahiti');
    expect(compareEntries(later, taken('2', 1, 'Pacific/Noumea'))).toBeLessThan(0);
    expect(compareEntries(later, later)).toBe(0);
  });
});
