import { describe, expect, test } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import { instant, type PartialDate } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';
import { careTeam } from '#record/sections/care-team.ts';
import { identity } from '#record/sections/identity.ts';
import { measurements } from '#record/sections/measurements.ts';
import { results } from '#record/sections/results.ts';
import { treatments } from '#record/sections/treatments.ts';
import { readDecimal } from '#ui/components/decimal-text.ts';
import { doubtsOf } from '#ui/record/doubts.ts';
import { formFields, formValues, readChanges, readForm } from '#ui/record/form-fields.ts';
import { readWallClock, wallClock } from '#ui/record/wall-clock.ts';
import { draftOfMeasure, readMeasureChanges } from '#ui/sections/measurements/measure-draft.ts';

const TODAY = '2026-11-22' as PartialDate;

const entryOf = (section: Section, fields: Readonly<Record<string, Json>>): Entry => ({
  id: 'f'.repeat(32) as EntryId,
  section: section.code,
  fields,
  meta: {
    createdAt: instant(0),
    changedAt: instant(0),
    hidden: false,
    sensitive: undefined,
    deletedAt: undefined,
    source: undefined,
  },
});

describe('a decimal as it is typed', () => {
  test.each([
    ['72,50', '72.50'],
    [' 1 234.5 ', '1234.5'],
    ['007', '7'],
    ['-0,5', '-0.5'],
    ['.5', '0.5'],
    ['12.', '12'],
    ['0', '0'],
    ['1,2,3', undefined],
    ['douze', undefined],
    ['-', undefined],
    ['', undefined],
  ])('"%s" is %s', (typed, decimal) => {
    expect(readDecimal(typed)).toBe(decimal);
  });
});

describe('the clock of a place', () => {
  test('gives back the moment that it showed, overseas too', () => {
    const at = instant(Date.UTC(2028, 1, 29, 21, 30));
    expect(wallClock(at, 'Indian/Reunion')).toBe('2028-03-01T01:30');
    expect(wallClock(at, 'America/Martinique')).toBe('2028-02-29T17:30');
    expect(readWallClock('2028-02-29T17:30', 'America/Martinique')).toBe(at);
  });

  test('has no hour that was skipped, and the first of two that came twice', () => {
    expect(readWallClock('2026-03-29T02:30', 'Europe/Paris')).toBe('skipped');
    expect(readWallClock('2026-10-25T02:30', 'Europe/Paris')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(readWallClock('2026-03-29T02:30', 'Pacific/Noumea')).toBe(Date.UTC(2026, 2, 28, 15, 30));
  });

  test.each(['2027-02-29T10:00', '2026-13-01T10:00', '', 'demain', '2026-01-01'])(
    '"%s" is no moment',
    (local) => {
      expect(readWallClock(local, 'Europe/Paris')).toBe('impossible');
    },
  );

  test('a zone that this device does not know reads as London in winter', () => {
    expect(wallClock(instant(0), 'Mars/Olympus')).toBe('1970-01-01T00:00');
  });
});

describe('the form of a section', () => {
  const all: readonly Section[] = sections;

  test.each(all.filter(({ projectable }) => projectable).map((one) => [one.code, one] as const))(
    '%s asks for every field but those that the app writes',
    (_code, section) => {
      const { main, more } = formFields(section);
      const asked = Object.keys(section.fields).filter((name) => {
        const field = section.fields[name];
        return field?.typed !== false && field?.kind !== 'file';
      });
      expect([...main, ...more].sort()).toEqual(asked.sort());
      const required = asked.filter((name) => section.fields[name]?.required === true);
      expect(main).toEqual(expect.arrayContaining(required));
    },
  );

  test('keeps digits, units, codes and partial dates as they were given', () => {
    const read = readForm(results, {
      label: ' LDL ',
      value: { value: '1,620', unit: 'g/L' },
      high: '1,60',
      sampledAt: '2024-02',
      flag: 'high',
      note: '',
    });
    expect(read).toEqual({
      ok: true,
      fields: {
        label: 'LDL',
        value: { value: '1.620', unit: 'g/L' },
        high: '1.60',
        sampledAt: '2024-02',
        flag: 'high',
      },
    });
  });

  test('refuses a number that is none instead of dropping it', () => {
    const read = readForm(results, { label: 'LDL', value: { value: '1,6x', unit: 'g/L' } });
    expect(read).toEqual({ ok: false, invalid: ['value'] });
  });

  test('takes given names line by line, commas included', () => {
    const read = readForm(identity, { givenNames: 'Camille\n Anne, Marie \n\n' });
    expect(read).toEqual({ ok: true, fields: { givenNames: ['Camille', 'Anne, Marie'] } });
  });

  test('changes only what was touched, and takes away what was emptied', () => {
    const entry = entryOf(treatments, {
      label: 'Amlodipine',
      dose: '5 mg',
      moments: ['morning'],
      fieldOfTomorrow: 1,
    });
    const values = formValues(treatments, entry);
    expect(readChanges(treatments, values, entry)).toEqual({ ok: true, fields: {} });
    const changed = { ...values, dose: '', moments: ['morning', 'evening'] };
    expect(readChanges(treatments, changed, entry)).toEqual({
      ok: true,
      fields: { dose: null, moments: ['morning', 'evening'] },
    });
  });
});

describe('the correction of a measurement', () => {
  const taken = { at: Date.UTC(2026, 10, 20, 6, 15, 42), zone: 'Indian/Reunion' };
  const entry = entryOf(measurements, {
    kind: 'weight',
    value: { value: '72.50', unit: 'kg' },
    takenAt: taken,
    context: 'À jeun',
  });
  const now = instant(Date.UTC(2026, 10, 22));

  test('names the fields that differ, and leaves a moment that was not touched its seconds', () => {
    const draft = { ...draftOfMeasure(entry, 'weight'), value: '72,10', context: '' };
    expect(readMeasureChanges(draft, now, entry)).toEqual({
      ok: true,
      fields: { value: { value: '72.10', unit: 'kg' }, context: null },
    });
  });

  test('moves the moment by the clock that was there', () => {
    const standing = draftOfMeasure(entry, 'weight');
    expect(standing.moment).toEqual({ local: '2026-11-20T10:15', zone: 'Indian/Reunion' });
    const draft = { ...standing, moment: { ...standing.moment, local: '2026-11-20T11:15' } };
    expect(readMeasureChanges(draft, now, entry)).toEqual({
      ok: true,
      fields: { takenAt: { at: Date.UTC(2026, 10, 20, 7, 15), zone: 'Indian/Reunion' } },
    });
  });
});

describe('what looks wrong and is never refused', () => {
  test.each<[string, Section, Readonly<Record<string, Json>>, readonly string[]]>([
    [
      'a key that does not match its INS number',
      identity,
      {
        insNumber: '1800799999999',
        insKey: '01',
        birthName: 'Durand',
        givenNames: ['Camille'],
        birthDate: '1980-07',
      },
      ['insKey'],
    ],
    ['an INS number without its traits', identity, { insNumber: '1800799999999' }, ['insTraits']],
    ['an RPPS number mistyped', careTeam, { name: 'Dr', rpps: '10001234567' }, ['rpps']],
    ['a box code mistyped', treatments, { label: 'A', cip13: '3400930000001' }, ['cip13']],
    [
      'an end before the start',
      treatments,
      { label: 'A', start: '2024', end: '2023-12' },
      ['order'],
    ],
    [
      'an end in the year of the start',
      treatments,
      { label: 'A', start: '2024-05', end: '2024' },
      [],
    ],
    ['a start to come', treatments, { label: 'A', start: '2027' }, ['future']],
    ['a box out of date', treatments, { label: 'A', expiry: '2026-10' }, ['expired']],
    ['a box good until the end of this month', treatments, { label: 'A', expiry: '2026-11' }, []],
    ['limits the wrong way round', results, { label: 'A', low: '10', high: '9.5' }, ['range']],
  ])('%s', (_what, section, fields, doubts) => {
    expect(doubtsOf(section, fields, TODAY)).toEqual(doubts);
  });
});
