import { ok, type Result } from '#base/result.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { readDocument } from '../read-document.ts';
import { findAppleXml, readAppleHealth } from '../apple-health/read-apple-health.ts';
import { isWithingsZip, readWithingsZip } from '../csv/withings-zip.ts';
import { isXdm, readXdm } from '../xdm/read-xdm.ts';
import { readZip } from './read-zip.ts';

/** A ZIP is read by what it holds; of no known kind, it is kept closed as a document. */
export async function readZipped(
  file: InputFile,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const entries = readZip(file.bytes);
  if (!entries.ok) return entries;
  if (isXdm(entries.value)) return readXdm(file, entries.value, deps);
  const apple = findAppleXml(entries.value);
  if (apple) return readAppleHealth(file, apple, deps);
  if (isWithingsZip(entries.value)) return readWithingsZip(file, entries.value, deps);
  return ok(readDocument(file, 'application/zip'));
}
