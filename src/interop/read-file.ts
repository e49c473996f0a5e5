import { err, ok, type Result } from '#base/result.ts';
import { readAppleHealth } from './apple-health/read-apple-health.ts';
import { readCda } from './cda/read-cda.ts';
import { detect, type TextKind } from './detect.ts';
import { readCsv } from './csv/read-csv.ts';
import { readIcs } from './ics/read-ics.ts';
import { readVcard } from './vcard/read-vcard.ts';
import { tooLarge, type InteropError } from './errors.ts';
import type { Found, InputFile, InteropDeps } from './found.ts';
import { decodeText } from './text/decode-text.ts';
import { limits } from './limits.ts';
import { readJsonFile } from './read-json-file.ts';
import { readDocument } from './read-document.ts';
import { readPicture, readSigned } from './read-signed.ts';
import { readZipped } from './zip/read-zipped.ts';

type Reading = Result<Found, InteropError> | Promise<Result<Found, InteropError>>;
type TextReader = (file: InputFile, deps: InteropDeps) => Reading;

const document =
  (mediaType: string): TextReader =>
  (file) =>
    ok(readDocument(file, mediaType));

const textReaders: Readonly<Record<TextKind, TextReader>> = {
  cda: readCda,
  xml: document('application/xml'),
  json: readJsonFile,
  signed: readSignedFile,
  appleHealth: (file, deps) => readAppleHealth(file, undefined, deps),
  ics: readIcs,
  vcard: readVcard,
  csv: readCsv,
  text: document('text/plain'),
};

/** A code as text. One that only begins like a signed paper is a document. */
async function readSignedFile(
  file: InputFile,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const text = decodeText(file.bytes);
  return text.ok ? readSigned(file, text.value.trim(), deps) : text;
}

/**
 * Reads any file: recognises it by its bytes and gives what it found. A file of no known format
 * is a document. Nothing is written, run or fetched.
 */
export async function readFile(
  file: InputFile,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  if (file.bytes.length === 0) return err({ type: 'Empty' });
  if (file.bytes.length > limits.fileBytes) return err(tooLarge('file'));
  const detected = detect(file.bytes);
  switch (detected.type) {
    case 'text':
      return textReaders[detected.kind](file, deps);
    case 'zip':
      return readZipped(file, deps);
    case 'picture':
      return readPicture(file, detected.mediaType, deps);
    case 'other':
      return ok(readDocument(file, detected.mediaType));
  }
}
