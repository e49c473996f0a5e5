import type { MeasureKind } from '#record/sections/measurements.ts';

/** UCUM units in which a kind can be typed, the usual one here first. */
export const unitsOf: Readonly<Record<MeasureKind, readonly [string, ...string[]]>> = {
  weight: ['kg', 'g'],
  height: ['cm', 'm'],
  bodyMassIndex: ['kg/m2'],
  waistCircumference: ['cm'],
  headCircumference: ['cm'],
  bodyTemperature: ['Cel'],
  bloodPressure: ['mm[Hg]'],
  heartRate: ['/min'],
  glucose: ['g/L', 'mmol/L', 'mg/dL'],
  interstitialGlucose: ['mg/dL', 'g/L', 'mmol/L'],
  glycatedHemoglobin: ['%', 'mmol/mol'],
  glucoseManagementIndicator: ['%'],
  painSeverity: ['{score}'],
  stepsByDay: ['{steps}/d'],
  oxygenSaturation: ['%'],
  respiratoryRate: ['/min'],
};

/** What people measure at home most: in sight on the form, the others behind a list. */
export const commonKinds = [
  'bloodPressure',
  'weight',
  'heartRate',
  'bodyTemperature',
  'glucose',
  'oxygenSaturation',
] as const satisfies readonly MeasureKind[];
