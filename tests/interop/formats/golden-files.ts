import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { instant } from '#base/time.ts';
import type { Found, InteropDeps } from '#interop/found.ts';
import { readFile } from '#interop/read-file.ts';
import { readBarcodes } from '../../../src/commands/inspect/barcodes.ts';
import { ROOT } from '../../commands/run.ts';

/**
 * Committed samples of each family, each beside what must be found in it: `x.xml` and
 * `x.xml.golden.json`. `node tests/interop/formats/make-golden.ts` writes those that are missing,
 * to be read by a person before they are committed.
 */
export const FIXTURES = join(ROOT, 'tests/fixtures/interop');
export const GOLDEN = '.golden.json';

/** A day and a place that never change. */
export const deps: InteropDeps = {
  now: instant(Date.UTC(2026, 5, 1)),
  zone: 'Europe/Paris',
  readBarcodes,
};

/** Paths of samples, in the order of names. */
export const samples = (): string[] =>
  readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.golden\.json$|README|LICENSE/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** What is found in a sample, as its golden file tells it: the bytes of files by their number. */
export async function readSample(path: string): Promise<unknown> {
  const bytes = new Uint8Array(readFileSync(path));
  const found = await readFile({ name: basename(path), bytes }, deps);
  return JSON.parse(JSON.stringify(found.ok ? withoutBytes(found.value) : found));
}

const withoutBytes = (found: Found): object => ({
  ...found,
  files: found.files.map(({ name, mediaType, bytes }) => ({
    name,
    mediaType,
    sizeBytes: bytes.length,
  })),
});
