/** The 16 kinds of measure; LOINC and UCUM stand in `knowledge/measures.ts`. */
export const measureKinds = [
  'weight',
  'height',
  'bodyMassIndex',
  'waistCircumference',
  'headCircumference',
  'bodyTemperature',
  'bloodPressure',
  'heartRate',
  'glucose',
  'interstitialGlucose',
  'glycatedHemoglobin',
  'glucoseManagementIndicator',
  'painSeverity',
  'stepsByDay',
  'oxygenSaturation',
  'respiratoryRate',
] as const;
export type MeasureKind = (typeof measureKinds)[number];
