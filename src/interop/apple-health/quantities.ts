import type { MeasureKind } from '#record/sections/measurements.ts';
import type { Quantity } from '#record/fields.ts';
import { measuredQuantity } from '../measure-values.ts';
import { toDecimal } from '../text/decimals.ts';

/** What an Apple Health quantity is to the record; the halves of a blood pressure stand apart. */
export type AppleKind = Exclude<MeasureKind, 'bloodPressure'> | 'systolic' | 'diastolic';

const PREFIX = 'HKQuantityTypeIdentifier';
const kinds: Readonly<Record<string, AppleKind>> = {
  BodyMass: 'weight',
  Height: 'height',
  BodyMassIndex: 'bodyMassIndex',
  WaistCircumference: 'waistCircumference',
  BodyTemperature: 'bodyTemperature',
  HeartRate: 'heartRate',
  RestingHeartRate: 'heartRate',
  BloodGlucose: 'glucose',
  OxygenSaturation: 'oxygenSaturation',
  RespiratoryRate: 'respiratoryRate',
  StepCount: 'stepsByDay',
  BloodPressureSystolic: 'systolic',
  BloodPressureDiastolic: 'diastolic',
};

/** Undefined for what the record does not measure. */
export const appleKindOf = (type: string): AppleKind | undefined =>
  type.startsWith(PREFIX) && Object.hasOwn(kinds, type.slice(PREFIX.length))
    ? kinds[type.slice(PREFIX.length)]
    : undefined;

/** HealthKit counts per cent from 0 to 1, and a body mass index in `count`. */
export function appleQuantity(kind: AppleKind, text: string, unit: string): Quantity | undefined {
  const measured = kind === 'systolic' || kind === 'diastolic' ? 'bloodPressure' : kind;
  if (measured === 'bodyMassIndex') return measuredQuantity(measured, toDecimal(text), 'kg/m2');
  const isFraction = unit === '%' && Number(text) <= 1;
  return measuredQuantity(measured, toDecimal(isFraction ? `${text}e2` : text), unit);
}
