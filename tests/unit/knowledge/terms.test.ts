import { describe, expect, it } from 'vitest';
import { isCode } from '#record/field-values.ts';
import type { Field } from '#record/fields.ts';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';
import { isValueSetName, loadTerms, type ValueSetName } from '#knowledge/terms.ts';
import { valueIn } from '#knowledge/units.ts';

const all: readonly Section[] = sections;

const valueSetsOf = (field: Field): readonly string[] => {
  if (field.kind === 'code') return [field.valueSet];
  if (field.kind === 'list') return valueSetsOf(field.of);
  return field.kind === 'text' && field.suggests !== undefined ? [field.suggests] : [];
};
const named = Array.from(
  new Set(all.flatMap(({ fields }) => Object.values(fields).flatMap(valueSetsOf))),
);

describe('value sets', () => {
  it('are there for every field that names one', () => {
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !isValueSetName(name))).toEqual([]);
    expect(isValueSetName('constructor')).toBe(false);
  });

  it.each(named as ValueSetName[])('%s gives each code once, with its words', async (name) => {
    const terms = await loadTerms(name);
    expect(new Set(terms.map(({ code }) => code)).size).toBe(terms.length);
    expect(terms.filter(({ code }) => !isCode(code))).toEqual([]);
    expect(terms.filter(({ label }) => label.trim() === '')).toEqual([]);
    // Names that exist in French only are the specialties of the French orders.
    const untold = terms.filter(({ english }) => english === undefined);
    expect(untold).toHaveLength(name === 'specialties' ? terms.length : 0);
  });

  it('hold the reference lists whole', async () => {
    expect(await loadTerms('documentTypes')).toHaveLength(114);
    expect(await loadTerms('kinships')).toHaveLength(108);
    expect(await loadTerms('relations')).toHaveLength(37);
    expect(await loadTerms('vaccines')).toHaveLength(12);
  });
});

describe('a value in another unit', () => {
  it.each([
    ['weight', '1500', 'g', 'kg', 1.5],
    ['weight', '100', '[lb_av]', 'kg', 45.359_237],
    ['height', '1.72', 'm', 'cm', 172],
    ['bodyTemperature', '98.6', '[degF]', 'Cel', 37],
    ['glucose', '1', 'g/L', 'mmol/L', 5.5507],
    ['glucose', '5.5', 'mmol/L', 'mg/dL', 99.0858],
    ['glycatedHemoglobin', '53', 'mmol/mol', '%', 7.000_44],
    ['bloodPressure', '16', 'kPa', 'mm[Hg]', 120.01],
    ['bloodPressure', '13.5', 'cm[Hg]', 'mm[Hg]', 135],
  ] as const)('%s: %s %s in %s %s', (kind, value, unit, to, expected) => {
    expect(valueIn(kind, { value, unit }, to)).toBeCloseTo(expected, 3);
  });

  it('is the value itself in its own unit, and none where units do not compare', () => {
    expect(valueIn('heartRate', { value: '62', unit: '/min' }, '/min')).toBe(62);
    expect(valueIn('weight', { value: '11', unit: '[stone_av]' }, 'kg')).toBeUndefined();
    expect(valueIn('glucose', { value: '7', unit: '%' }, 'mg/dL')).toBeUndefined();
  });
});
