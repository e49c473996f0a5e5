import type { MeasureKind } from '#record/sections/measurements.ts';
import type { Quantity } from '#record/fields.ts';

/**
 * The units in which each kind is written, by UCUM code. A value in another unit is not that
 * kind of measure: an example of the State's codes a glucose in mg/dL as HbA1c.
 */
const unitsByKind: Record<MeasureKind, readonly string[]> = {
  weight: ['kg', 'g', '[lb_av]'],
  height: ['cm', 'm', 'mm', '[in_i]', '[ft_i]'],
  bodyMassIndex: ['kg/m2'],
  waistCircumference: ['cm', 'm', 'mm', '[in_i]'],
  headCircumference: ['cm', 'mm', '[in_i]'],
  bodyTemperature: ['Cel', '[degF]'],
  bloodPressure: ['mm[Hg]', 'cm[Hg]', 'kPa'],
  heartRate: ['/min'],
  glucose: ['mg/dL', 'mmol/L', 'g/L'],
  interstitialGlucose: ['mg/dL', 'mmol/L', 'g/L'],
  glycatedHemoglobin: ['%', 'mmol/mol'],
  glucoseManagementIndicator: ['%', 'mmol/mol'],
  painSeverity: ['1', '{score}'],
  stepsByDay: ['1/(24.h)', '/d'],
  oxygenSaturation: ['%'],
  respiratoryRate: ['/min'],
};

/** How programs write them, to the UCUM code. */
const spellings: Readonly<Record<string, string>> = {
  mmHg: 'mm[Hg]',
  'mm Hg': 'mm[Hg]',
  cmHg: 'cm[Hg]',
  '{beats}/min': '/min',
  '{beat}/min': '/min',
  '{breaths}/min': '/min',
  'beats/min': '/min',
  'beats/minute': '/min',
  'breaths/min': '/min',
  'breaths/minute': '/min',
  'count/min': '/min',
  bpm: '/min',
  '1/min': '/min',
  '°C': 'Cel',
  C: 'Cel',
  degC: 'Cel',
  '°F': '[degF]',
  degF: '[degF]',
  Cm: 'cm',
  CM: 'cm',
  Kg: 'kg',
  KG: 'kg',
  lb: '[lb_av]',
  lbs: '[lb_av]',
  in: '[in_i]',
  inch: '[in_i]',
  ft: '[ft_i]',
  'kg/m²': 'kg/m2',
  'kg/(m2)': 'kg/m2',
  'mg/dl': 'mg/dL',
  'mmol/l': 'mmol/L',
  'g/l': 'g/L',
  'mmol<180.1558800000541>/L': 'mmol/L',
  '{#}': '1',
  '/10': '1',
};

/** A value and its unit for a kind of measure; undefined when the unit is not one of the kind's. */
export function measuredQuantity(
  kind: MeasureKind,
  value: string | undefined,
  unit: string | undefined,
): Quantity | undefined {
  if (value === undefined) return undefined;
  const given = unit?.trim() ?? '';
  const known = unitsByKind[kind];
  const code = known.includes(given) ? given : spellings[given];
  if (given === '' && kind === 'painSeverity') return { value, unit: '1' };
  return code !== undefined && known.includes(code) ? { value, unit: code } : undefined;
}
