import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isCode } from '#record/field-values.ts';
import { allergies } from '#record/sections/allergies.ts';
import { documentCategories } from '#record/sections/documents.ts';
import { identity } from '#record/sections/identity.ts';
import { measureKinds } from '#record/sections/measurements.ts';
import { allergyValueSets, bloodGroups } from '#knowledge/clinical-codes.ts';
import { documentCategoryNames, documentTypeByCode, documentTypes } from '#knowledge/documents.ts';
import { measureByCoding, measureByKind, measures } from '#knowledge/measures.ts';
import { professionByCode, professions } from '#knowledge/professions.ts';

const LOINC = '2.16.840.1.113883.6.1';
const folder = new URL('../../../src/knowledge/data/', import.meta.url);

describe('reference data', () => {
  const names = readdirSync(folder);

  it.each(names.filter((name) => name.endsWith('.json')))(
    '%s says where it comes from and of what day it is',
    (name) => {
      const data = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<
        string,
        unknown
      >;
      const sources = data['sources'] ?? [data['source']];
      expect(sources).toEqual(expect.arrayContaining([expect.stringMatching(/\S{8}/)]));
      expect(data['date']).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    },
  );
});

describe('measures', () => {
  it('knows each of the 16 kinds once, with a code and a unit', () => {
    expect(measures.map(({ kind }) => kind).sort()).toEqual([...measureKinds].sort());
    for (const { label, codings, units } of measures) {
      expect(label).not.toBe('');
      expect(codings.length).toBeGreaterThan(0);
      expect(units.length).toBeGreaterThan(0);
    }
  });

  it('gives blood pressure its two components in LOINC', () => {
    const { components, units } = measureByKind('bloodPressure') ?? {};
    expect(components?.systolic.codings).toEqual([{ code: '8480-6', codeSystem: LOINC }]);
    expect(components?.diastolic.codings).toEqual([{ code: '8462-4', codeSystem: LOINC }]);
    expect(units).toEqual(['mm[Hg]']);
  });

  it('finds a kind by any of its codes, and no two kinds share one', () => {
    expect(measureByCoding({ code: '20564-1', codeSystem: LOINC })?.kind).toBe('oxygenSaturation');
    expect(measureByCoding({ code: '29463-7', codeSystem: '1.2.3' })).toBeUndefined();
    for (const measure of measures) {
      for (const coding of measure.codings) expect(measureByCoding(coding)).toBe(measure);
    }
  });

  it('answers nothing for a kind of a newer version', () => {
    expect(measureByKind('futureKind')).toBeUndefined();
  });
});

describe('documents', () => {
  it('knows the 114 types, each by a code that the record can hold', () => {
    expect(documentTypes).toHaveLength(114);
    expect(new Set(documentTypes.map(({ code }) => code)).size).toBe(114);
    expect(documentTypes.filter(({ code }) => !isCode(code))).toEqual([]);
    expect(documentTypeByCode('ATTEST-RESID')?.label).toBe('Attestation de résidence');
    expect(documentTypeByCode('constructor')).toBeUndefined();
  });

  it('names each of the 12 categories once', () => {
    expect(documentCategoryNames.map(({ category }) => category)).toEqual(documentCategories);
  });
});

describe('clinical codes', () => {
  it.each(['criticality', 'status', 'severity'] as const)(
    'gives a code to every %s of an allergy',
    (field) => {
      const values = allergyValueSets[field].map(({ value }) => value);
      expect([...values].sort()).toEqual([...allergies.fields[field].options].sort());
    },
  );

  it('gives a code to every blood group', () => {
    expect(bloodGroups.map(({ group }) => group)).toEqual(identity.fields.bloodGroup.options);
  });
});

describe('professions', () => {
  it('finds a profession by its code and leaves free words alone', () => {
    expect(professionByCode('10')?.label).toBe('Médecin');
    expect(professionByCode('Médecin')).toBeUndefined();
    expect(professions.length).toBeGreaterThan(20);
  });
});
