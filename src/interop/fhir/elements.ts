import type { Coding } from '#knowledge/coding.ts';
import { isRecord, type JsonRecord, type JsonValue } from '../text/read-json.ts';

/** Walks over FHIR R4 JSON, of which nothing is promised. Numbers come as their text. */

/** The value at the end of a path of names; the first item of each list on the way. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const name of path.split('.')) {
    const one: JsonValue | undefined = Array.isArray(current) ? (current[0] as JsonValue) : current;
    if (!isRecord(one) || !Object.hasOwn(one, name)) return undefined;
    current = one[name];
  }
  return current;
}

export const textAt = (value: JsonValue | undefined, path: string): string | undefined => {
  const found = at(value, path);
  const one: unknown = Array.isArray(found) ? found[0] : found;
  return typeof one === 'string' && one.trim() !== '' ? one.trim() : undefined;
};

/** Objects of a list; a lone object counts as a list of one. */
export function listAt(value: JsonValue | undefined, path: string): JsonRecord[] {
  const found = at(value, path);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter(isRecord);
}

export const textsAt = (value: JsonValue | undefined, path: string): string[] => {
  const found = at(value, path);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter((one) => typeof one === 'string');
};

/** OIDs of the addresses by which FHIR names code systems. */
const oidByAddress: Readonly<Record<string, string>> = {
  'http://loinc.org': '2.16.840.1.113883.6.1',
  'http://snomed.info/sct': '2.16.840.1.113883.6.96',
  'http://hl7.org/fhir/sid/icd-10': '2.16.840.1.113883.6.3',
  'http://hl7.org/fhir/sid/icd-10-fr': '2.16.840.1.113883.6.3',
  'http://www.whocc.no/atc': '2.16.840.1.113883.6.73',
  'https://smt.esante.gouv.fr/fhir/CodeSystem/cip13': '1.2.250.1.213.2.3.2',
  'https://mos.esante.gouv.fr/NOS/TRE_A00-ASIP': '1.2.250.1.213.1.1.4.322',
  'https://mos.esante.gouv.fr/NOS/TA_ASIP/FHIR/TA-ASIP': '1.2.250.1.213.1.1.4.322',
};

const oidOf = (system: string): string => oidByAddress[system] ?? system.replace(/^urn:oid:/, '');

/** The codings of a CodeableConcept, their systems as OIDs where those are known. */
export function codingsOf(concept: JsonValue | undefined): Coding[] {
  return listAt(concept, 'coding').flatMap((coding) => {
    const code = textAt(coding, 'code');
    return code === undefined ? [] : [{ code, codeSystem: oidOf(textAt(coding, 'system') ?? '') }];
  });
}

/** A CodeableConcept in words: those of who wrote it, else a display. */
export const wordsOf = (concept: JsonValue | undefined): string | undefined =>
  textAt(concept, 'text') ??
  listAt(concept, 'coding').flatMap((coding) => textAt(coding, 'display') ?? [])[0];

/** `code` of a CodeableConcept, whatever its system. */
export const codeOf = (concept: JsonValue | undefined): string | undefined =>
  codingsOf(concept)[0]?.code;

/** Notes of a resource, one a line. */
export function notesOf(resource: JsonRecord): string | undefined {
  const notes = listAt(resource, 'note').flatMap((note) => textAt(note, 'text') ?? []);
  return notes.length === 0 ? undefined : notes.join('\n');
}

/** The value of an extension, by the end of its address. */
export const extensionOf = (element: JsonValue | undefined, name: string): JsonRecord | undefined =>
  listAt(element, 'extension').find((one) => textAt(one, 'url')?.endsWith(name));
