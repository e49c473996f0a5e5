import type { MeasureKind } from '#record/measure-kinds.ts';

/** UCUM units in which a kind can be typed, the usual one here first. */
export const unitsOf: Readonly<Record<MeasureKind, readonly [string, ...string[]]>> = {
  weight: ['kg', 'g', '[lb_av]'],
  height: ['cm', 'm'],
  bodyMassIndex: ['kg/m2'],
  waistCircumference: ['cm'],
  headCircumference: ['cm'],
  bodyTemperature: ['Cel', '[degF]'],
  bloodPressure: ['mm[Hg]', 'cm[Hg]'],
  heartRate: ['/min'],
  glucose: ['g/L', 'mmol/L', 'mg/dL'],
  interstitialGlucose: ['mg/dL', 'g/L', 'mmol/L'],
  glycatedHemoglobin: ['%', 'mmol/mol'],
  glucoseManagementIndicator: ['%'],
  painSeverity: ['1'],
  stepsByDay: ['1/(24.h)'],
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
