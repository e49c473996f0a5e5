import { roleOfColumn, type ColumnRole } from '#knowledge/measure-columns.ts';
import type { Table } from './table.ts';

/** What one column of a table holds; its unit where its name says one. */
export type Column = { readonly role: ColumnRole; readonly unit: string | undefined };

/** How a table of measures is read; guessed from its header, or chosen by a person. */
export type Mapping = {
  /** Index of the row of names; what stands before it is left out. */
  readonly header: number;
  /** By index; undefined for a column that is left out. */
  readonly columns: readonly (Column | undefined)[];
};

/** Rows before the names: titles and dates of export. */
const MAX_PREAMBLE = 5;

/** `Weight (kg)`, `Glucose [mg/dL]`, `Glucose mg/dL`. */
const UNIT = /\s*(?:[([]([^)\]]+)[)\]]|\s(mg\/d[Ll]|mmol\/[Ll]|mmHg|kg|cm|bpm|%))\s*$/;

function columnOf(name: string): Column | undefined {
  const whole = roleOfColumn(name);
  if (whole) return { role: whole, unit: undefined };
  const match = UNIT.exec(name);
  const role = match ? roleOfColumn(name.slice(0, match.index)) : undefined;
  return role && { role, unit: match?.[1] ?? match?.[2] };
}

/** Undefined when no row of names tells a date and a measure. */
export function guessMapping({ rows }: Table): Mapping | undefined {
  for (let header = 0; header < Math.min(rows.length, MAX_PREAMBLE); header++) {
    const columns = (rows[header] ?? []).map(columnOf);
    const roles = columns.flatMap((column) => column?.role ?? []);
    if (roles.includes('date') && roles.some(isMeasured)) return { header, columns };
  }
  return undefined;
}

const AROUND: readonly ColumnRole[] = ['date', 'time', 'note', 'type', 'unit', 'device'];
const isMeasured = (role: ColumnRole): boolean => !AROUND.includes(role);
