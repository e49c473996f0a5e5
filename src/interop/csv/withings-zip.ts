import { ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { limits } from '../limits.ts';
import { baseName, inflateEntry, type ZipEntry } from '../zip/read-zip.ts';
import { readCsv } from './read-csv.ts';

/** Tables of Withings' export that hold measures of ours; the others are of its watches. */
const TABLES = /^(?:weight|bp|height|spo2|body_temperature)\.csv$/i;

export const isWithingsZip = (entries: readonly ZipEntry[]): boolean =>
  entries.some(({ name }) => /^(?:weight|bp)\.csv$/i.test(baseName(name)));

/** Withings' export of everything: a ZIP of tables. */
export function readWithingsZip(
  file: InputFile,
  entries: readonly ZipEntry[],
  deps: InteropDeps,
): Result<Found, InteropError> {
  const collector = new Collector();
  collector.addFile({ name: file.name, mediaType: 'application/zip', bytes: file.bytes });
  for (const entry of entries.filter(({ name }) => TABLES.test(baseName(name)))) {
    const name = baseName(entry.name);
    const bytes = inflateEntry(entry, limits.textBytes);
    const found = bytes.ok ? readCsv({ name, bytes: bytes.value }, deps) : bytes;
    if (!found.ok) collector.warn('partUnreadable', name);
    else
      collector.absorb({
        ...found.value,
        files: [],
        entries: found.value.entries.filter(({ section }) => section === 'measurements'),
      });
  }
  return ok({
    kind: 'withings',
    title: file.name,
    ...collector.done(),
    source: { format: 'withings' },
  });
}
