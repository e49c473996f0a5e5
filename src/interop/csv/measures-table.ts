import { measureByKind } from '#knowledge/measures.ts';
import { roleOfColumn, type ColumnRole } from '#knowledge/measure-columns.ts';
import type { MeasureKind } from '#record/sections/measurements.ts';
import type { Quantity } from '#record/fields.ts';
import type { Collector } from '../collector.ts';
import { limits } from '../limits.ts';
import { measuredQuantity } from '../measure-values.ts';
import { middayOf } from '../moments.ts';
import { toDecimal } from '../text/decimals.ts';
import { orderOf, parseCellDate, type DateOrder } from './cell-dates.ts';
import type { Mapping } from './mapping.ts';
import type { Table } from './table.ts';

type Around = { readonly zone: string; readonly collector: Collector };
type Row = readonly string[];

/** Every measure of every row. A row without a date, or a cell without a number, is counted. */
export function readMeasures(table: Table, mapping: Mapping, around: Around): void {
  const rows = table.rows.slice(mapping.header + 1);
  const dates = mapping.columns.findIndex((column) => column?.role === 'date');
  const order = orderOf(rows.map((row) => row[dates] ?? ''));
  for (const row of rows) {
    if (around.collector.size >= limits.entries) return around.collector.warn('truncated', 'rows');
    readRow(row, mapping, order, around);
  }
}

function readRow(row: Row, mapping: Mapping, order: DateOrder, around: Around): void {
  const { zone, collector } = around;
  const cell = (role: ColumnRole): string | undefined => {
    const index = mapping.columns.findIndex((column) => column?.role === role);
    const text = index < 0 ? '' : (row[index] ?? '');
    return text === '' ? undefined : text;
  };
  const moment = parseCellDate(cell('date') ?? '', cell('time'), order, zone);
  if (!moment) return collector.warn('dateInvalid', 'row');
  const midday = moment.type === 'date' ? middayOf(moment.date, zone) : undefined;
  if (midday) collector.warn('hourUnknown');
  const takenAt = moment.type === 'instant' ? moment.moment : midday;
  const common = { takenAt, note: cell('note'), device: cell('device') };
  for (const [kind, value] of valuesOf(row, mapping, cell('type'), cell('unit'), collector)) {
    collector.add('measurements', { kind, value, ...common });
  }
  const pressure = pressureOf(row, mapping, collector);
  if (pressure) collector.add('measurements', { kind: 'bloodPressure', ...pressure, ...common });
}

/** `weight` from its own column, or from `type`, `value` and `unit`. */
function valuesOf(
  row: Row,
  mapping: Mapping,
  type: string | undefined,
  unit: string | undefined,
  collector: Collector,
): [MeasureKind, Quantity][] {
  return mapping.columns.flatMap((column, index): [MeasureKind, Quantity][] => {
    const role = column?.role === 'value' ? roleOfColumn(type ?? '') : column?.role;
    const kind = role === undefined ? undefined : measureByKind(role)?.kind;
    const text = row[index] ?? '';
    if (kind === undefined || text === '') return [];
    const quantity = quantityOf(kind, text, column?.unit ?? unit, collector);
    return quantity ? [[kind, quantity]] : [];
  });
}

function quantityOf(
  kind: MeasureKind,
  text: string,
  unit: string | undefined,
  collector: Collector,
): Quantity | undefined {
  const value = toDecimal(text, 'decimal');
  if (value === undefined) {
    collector.warn('incomplete', kind);
    return undefined;
  }
  // Without a unit, only what has one usual unit can be read.
  const units = measureByKind(kind)?.units ?? [];
  const usual = units.length === 1 ? units[0] : undefined;
  const quantity = measuredQuantity(kind, value, unit ?? usual);
  if (!quantity) collector.warn('unitUnexpected', kind);
  return quantity;
}

function pressureOf(
  row: Row,
  { columns }: Mapping,
  collector: Collector,
): { systolic: Quantity; diastolic: Quantity } | undefined {
  const half = (role: ColumnRole): Quantity | undefined => {
    const index = columns.findIndex((column) => column?.role === role);
    const text = row[index] ?? '';
    return text === ''
      ? undefined
      : quantityOf('bloodPressure', text, columns[index]?.unit, collector);
  };
  const [systolic, diastolic] = [half('systolic'), half('diastolic')];
  if (systolic && diastolic) return { systolic, diastolic };
  if (systolic ?? diastolic) collector.warn('incomplete', 'bloodPressure');
  return undefined;
}
