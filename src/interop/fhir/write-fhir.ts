import type { Json } from '#record/entry.ts';
import { sectionByCode } from '#record/registry.ts';
import type { FieldValues } from '#record/section.ts';
import { encodeEntry } from './own-entries.ts';
import { elementsOf, writers } from './write-resources.ts';

/** An entry to write; what points at sealed files or at other entries is left out. */
export type WritableEntry = {
  readonly id: string;
  readonly section: string;
  readonly fields: FieldValues;
};

/**
 * Entries as a FHIR R4 Bundle of type `collection`. Each resource says what FHIR has words for,
 * and carries the whole entry in an extension: read again, nothing of it is lost.
 */
export function writeFhir(entries: readonly WritableEntry[]): Json {
  const patient = entries.find(({ section }) => section === 'identity');
  const subject = { reference: patient ? addressOf(patient.id) : 'Patient/unknown' };
  const shown = entries.filter(({ section }) => sectionByCode(section)?.projectable === true);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: shown.map((entry) => ({
      fullUrl: addressOf(entry.id),
      resource: toResource(entry, subject),
    })),
  };
}

/** The 32 digits of an entry's id, written as a UUID. */
const addressOf = (id: string): string =>
  `urn:uuid:${id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;

/** Resources whose subject FHIR calls a patient. */
const PATIENTS = new Set(['AllergyIntolerance', 'Immunization', 'FamilyMemberHistory']);

function toResource({ section, fields, id }: WritableEntry, subject: Json): Json {
  const plain = withoutPointers(section, fields);
  const extension = encodeEntry({ section, fields: plain });
  if (section === 'identity')
    return { resourceType: 'Patient', id, extension, ...patientOf(plain) };
  const resourceType = section in writers ? (sectionByCode(section)?.fhir ?? 'Basic') : 'Basic';
  const code = resourceType === 'Basic' ? { code: { text: section } } : {};
  const about = PATIENTS.has(resourceType) ? { patient: subject } : { subject };
  return { resourceType, id, extension, ...about, ...code, ...elementsOf(section, plain) };
}

/** Files are sealed elsewhere, and links name entries of this record: neither travels in clear. */
function withoutPointers(section: string, fields: FieldValues): FieldValues {
  const declared = sectionByCode(section)?.fields ?? {};
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => {
      const kind = Object.hasOwn(declared, name) ? declared[name]?.kind : undefined;
      return kind !== 'file' && kind !== 'links';
    }),
  );
}

function patientOf(fields: FieldValues): Record<string, Json> {
  const text = (name: string): string | undefined =>
    typeof fields[name] === 'string' ? fields[name] : undefined;
  const [family, gender, birthDate] = [text('birthName'), text('sex'), text('birthDate')];
  const [oid, number, key] = [text('insOid'), text('insNumber'), text('insKey')];
  const given = fields['givenNames'];
  return {
    ...(family !== undefined && {
      name: [{ use: 'official', family, ...(given !== undefined && { given }) }],
    }),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
    ...(oid !== undefined &&
      number !== undefined && {
        identifier: [{ system: `urn:oid:${oid}`, value: `${number}${key ?? ''}` }],
      }),
  };
}
