import { ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { inflateInto, type ZipEntry } from '../zip/read-zip.ts';
import { AppleRecords } from './gather.ts';
import { RecordScanner } from './scan-records.ts';

/** Its XML alone is larger than what any other format may be: it is never held whole. */
const MAX_XML_BYTES = 8 * 1024 ** 3;
/** What tells the export from the clinical documents beside it, in its first bytes. */
const HEAD_BYTES = 4096;

/** The export's XML among the files of a ZIP: its name changes with the phone's language. */
export function findAppleXml(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries.filter(({ name }) => /\.xml$/i.test(name)).find(isHealthData);
}

function isHealthData(entry: ZipEntry): boolean {
  let head = '';
  inflateInto(entry, MAX_XML_BYTES, (chunk) => {
    head += String.fromCharCode(...chunk.subarray(0, HEAD_BYTES));
    return head.length < HEAD_BYTES;
  });
  return head.includes('<HealthData') || head.includes('<!DOCTYPE HealthData');
}

/** Apple Health's export, from its ZIP or its XML alone. */
export function readAppleHealth(
  file: InputFile,
  entry: ZipEntry | undefined,
  deps: InteropDeps,
): Result<Found, InteropError> {
  const collector = new Collector();
  const mediaType = entry ? 'application/zip' : 'application/xml';
  collector.addFile({ name: file.name, mediaType, bytes: file.bytes });
  const records = new AppleRecords(deps.zone, collector);
  const scanner = new RecordScanner((name, tag) => {
    if (name === 'Record') records.addRecord(tag);
    else records.addPerson(tag);
  });
  const read = entry
    ? inflateInto(entry, MAX_XML_BYTES, pushInto(scanner))
    : scanWhole(file, scanner);
  if (!read.ok) return read;
  scanner.end();
  records.done();
  return ok({
    kind: 'appleHealth',
    title: file.name,
    ...collector.done(),
    source: { format: 'appleHealth' },
  });
}

const pushInto =
  (scanner: RecordScanner) =>
  (chunk: Uint8Array): boolean => {
    scanner.push(chunk);
    return true;
  };

const SLICE = 1024 * 1024;

function scanWhole(file: InputFile, scanner: RecordScanner): Result<undefined, InteropError> {
  for (let at = 0; at < file.bytes.length; at += SLICE)
    scanner.push(file.bytes.subarray(at, at + SLICE));
  return ok(undefined);
}
