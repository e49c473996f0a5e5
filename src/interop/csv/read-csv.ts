import { ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { decodeText } from '../text/decode-text.ts';
import { libreViewHeader, readLibreView } from './libreview.ts';
import { guessMapping, type Mapping } from './mapping.ts';
import { readMeasures } from './measures-table.ts';
import { readTable, type Table } from './table.ts';

/**
 * A table of measures: LibreView's, Withings', or any whose columns have known names. Of another
 * table nothing is taken, and it is kept as a document.
 */
export function readCsv(file: InputFile, deps: InteropDeps): Result<Found, InteropError> {
  const text = decodeText(file.bytes);
  if (!text.ok) return text;
  const collector = new Collector();
  const index = collector.addFile({ name: file.name, mediaType: 'text/csv', bytes: file.bytes });
  const table = readTable(text.value);
  const kind = table ? readRows(table, deps.zone, collector) : undefined;
  if (kind === undefined) {
    collector.warn('columnsUnknown');
    collector.add('documents', { title: file.name, category: 'other' }, { file: index });
  }
  const found = kind ?? 'csv';
  return ok({ kind: found, title: file.name, ...collector.done(), source: { format: found } });
}

function readRows(
  table: Table,
  zone: string,
  collector: Collector,
): 'libreView' | 'withings' | 'csv' | undefined {
  const header = libreViewHeader(table);
  if (header >= 0) {
    readLibreView(table, header, zone, collector);
    return 'libreView';
  }
  const mapping = guessMapping(table);
  if (!mapping) return undefined;
  readMeasures(table, mapping, { zone, collector });
  return isWithings(table, mapping) ? 'withings' : 'csv';
}

/** Withings' tables begin with the date and end with the comments. */
function isWithings({ rows, separator }: Table, { header, columns }: Mapping): boolean {
  const names = rows[header] ?? [];
  return (
    separator === ',' &&
    header === 0 &&
    names[0] === 'Date' &&
    columns.at(-1)?.role === 'note' &&
    names.length >= 3
  );
}
