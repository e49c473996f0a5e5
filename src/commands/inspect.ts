import { readFile as readBytes } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { instant } from '#base/time.ts';
import type { Found, InteropDeps } from '#interop/found.ts';
import { readFile } from '#interop/read-file.ts';
import { readBarcodes } from './inspect/barcodes.ts';
import { toLines } from './inspect/lines.ts';

/**
 * `npm run -s inspect -- FILE… [--json]`: what the importer finds in each file. Exit code 1 when
 * one was refused.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  console.error('usage: npm run -s inspect -- FILE… [--json]');
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
  const report = found.ok
    ? { file: path, ...summaryOf(found.value) }
    : { file: path, refused: found.error };
  for (const line of values.json ? [JSON.stringify(report)] : toLines(path, found))
    console.log(line);
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
