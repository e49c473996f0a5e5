import type { Collector } from '../collector.ts';
import { limits } from '../limits.ts';
import { measuredQuantity } from '../measure-values.ts';
import { toDecimal } from '../text/decimals.ts';
import { orderOf, parseCellDate } from './cell-dates.ts';
import type { Table } from './table.ts';

/**
 * LibreView's export has its columns in one order in every language: device, serial number,
 * timestamp, type of record, history, scan, … strip. The unit ends the names of the values.
 */
const COLUMNS = { device: 0, timestamp: 2, type: 3, history: 4, scan: 5, strip: 14 } as const;
const UNIT = /(mg\/d[Ll]|mmol\/[Ll])$/;
/** Rows before the names: patient and date of export. */
const MAX_PREAMBLE = 4;

/** Types of record: which column holds the value, and what it measures. Others are notes. */
const RECORDS: Readonly<Record<string, readonly [number, 'interstitialGlucose' | 'glucose']>> = {
  '0': [COLUMNS.history, 'interstitialGlucose'],
  '1': [COLUMNS.scan, 'interstitialGlucose'],
  '2': [COLUMNS.strip, 'glucose'],
};

/** Index of the row of names; -1 when the table is not LibreView's. */
export const libreViewHeader = ({ rows }: Table): number =>
  rows
    .slice(0, MAX_PREAMBLE)
    .findIndex(
      (row) =>
        row.length > COLUMNS.strip &&
        [COLUMNS.history, COLUMNS.scan, COLUMNS.strip].every((index) =>
          UNIT.test(row[index] ?? ''),
        ),
    );

export function readLibreView(
  table: Table,
  header: number,
  zone: string,
  collector: Collector,
): void {
  const unit = UNIT.exec(table.rows[header]?.[COLUMNS.history] ?? '')?.[1];
  const rows = table.rows.slice(header + 1);
  const order = orderOf(rows.map((row) => row[COLUMNS.timestamp] ?? ''));
  for (const row of rows) {
    if (collector.size >= limits.entries) return collector.warn('truncated', 'rows');
    const record = RECORDS[row[COLUMNS.type] ?? ''];
    if (!record) {
      collector.warn('notMapped', `record ${(row[COLUMNS.type] ?? '').slice(0, 8)}`);
      continue;
    }
    const [index, kind] = record;
    const value = toDecimal(row[index] ?? '', 'decimal');
    const moment = parseCellDate(row[COLUMNS.timestamp] ?? '', undefined, order, zone);
    if (!moment) collector.warn('dateInvalid', 'row');
    collector.add('measurements', {
      kind,
      value: measuredQuantity(kind, value, unit),
      takenAt: moment?.type === 'instant' ? moment.moment : undefined,
      device: row[COLUMNS.device],
    });
  }
}
