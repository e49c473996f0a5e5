import { readFile as readBytes } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { instant } from '#base/time.ts';
import type { Result } from '#base/result.ts';
import type { InteropError } from '#interop/errors.ts';
import { writeFhir, type WritableEntry } from '#interop/fhir/write-fhir.ts';
import type { Found, FoundEntry, InteropDeps } from '#interop/found.ts';
import { readFile } from '#interop/read-file.ts';
import { readBarcodes } from './inspect/barcodes.ts';
import { toLines } from './inspect/lines.ts';

/**
 * `npm run -s inspect -- FILE… [--json | --fhir]`: what the importer finds in each file; `--fhir`
 * writes it as a FHIR R4 Bundle, as an export of the record would be. Exit code 1 when
 * one was refused.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    fhir: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0) {
  console.error('usage: npm run -s inspect -- FILE… [--json | --fhir]');
  process.exit(2);
}

const deps: InteropDeps = {
  now: instant(Date.now()),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  readBarcodes,
};

for (const path of positionals) {
  const bytes = new Uint8Array(await readBytes(path));
  const found = await readFile({ name: basename(path), bytes }, deps);
  if (!found.ok) process.exitCode = 1;
  for (const line of linesOf(path, found)) console.log(line);
}

function linesOf(path: string, found: Result<Found, InteropError>): string[] {
  if (values.fhir && found.ok)
    return [JSON.stringify(writeFhir(found.value.entries.map(toWritable)))];
  if (!values.json && !values.fhir) return toLines(path, found);
  return [
    JSON.stringify(
      found.ok ? { file: path, ...summaryOf(found.value) } : { file: path, refused: found.error },
    ),
  ];
}

/** Not in a record yet, an entry has its place in the file for an id. */
function toWritable({ key, section, fields }: FoundEntry): WritableEntry {
  return { id: key.toString(16).padStart(32, '0'), section, fields };
}

/** All that was found, the bytes of files apart. */
function summaryOf(found: Found): object {
  const files = found.files.map(({ name, mediaType, bytes }) => ({
    name,
    mediaType,
    sizeBytes: bytes.length,
  }));
  return { ...found, files };
}
