import type { MeasureKind } from '#record/sections/measurements.ts';
import data from './data/measure-columns.json' with { type: 'json' };

/** What a column of a table of measures holds. */
export type ColumnRole =
  | Exclude<MeasureKind, 'bloodPressure' | 'glucoseManagementIndicator'>
  | 'systolic'
  | 'diastolic'
  | 'date'
  | 'time'
  | 'note'
  | 'type'
  | 'value'
  | 'unit'
  | 'device';

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();

const roleByName: ReadonlyMap<string, ColumnRole> = new Map(
  Object.entries(data.columns).flatMap(([role, names]) =>
    [role, ...names].map((name) => [fold(name), role as ColumnRole] as const),
  ),
);

/** What the name of a column says (`data/measure-columns.json`); accents and case do not count. */
export const roleOfColumn = (name: string): ColumnRole | undefined => roleByName.get(fold(name));
