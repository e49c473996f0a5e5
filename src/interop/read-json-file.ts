import { ok, type Result } from '#base/result.ts';
import type { InteropError } from './errors.ts';
import { textsAt } from './fhir/elements.ts';
import { readFhir } from './fhir/read-fhir.ts';
import type { Found, InputFile, InteropDeps } from './found.ts';
import { limits } from './limits.ts';
import { readDocument } from './read-document.ts';
import { readShc } from './shc/read-shc.ts';
import { decodeText } from './text/decode-text.ts';
import { isRecord, readJson, type JsonRecord } from './text/read-json.ts';

/** JSON of a known kind is read; any other, well-formed or not, is a document. */
export async function readJsonFile(
  file: InputFile,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const text = decodeText(file.bytes, limits.structuredBytes);
  if (!text.ok) return text;
  const values = readValues(text.value);
  if (!values.ok) return values.error.type === 'TooLarge' ? values : ok(plain(file));
  const cards = textsAt(values.value[0], 'verifiableCredential');
  if (cards.length > 0) return readShc(file, cards, deps);
  const isFhir =
    values.value.length > 0 && values.value.every((one) => typeof one['resourceType'] === 'string');
  return isFhir ? readFhir(file, values.value, deps) : ok(plain(file));
}

const plain = (file: InputFile): Found => readDocument(file, 'application/json');

/** One JSON value, or one a line (NDJSON). */
function readValues(text: string): Result<JsonRecord[], InteropError> {
  const whole = readJson(text, 'asText');
  if (whole.ok) return ok(isRecord(whole.value) ? [whole.value] : []);
  if (whole.error.type === 'TooLarge') return whole;
  const records: JsonRecord[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = readJson(line, 'asText');
    if (!value.ok) return value;
    if (isRecord(value.value)) records.push(value.value);
  }
  return ok(records);
}
