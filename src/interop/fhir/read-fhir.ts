import { err, ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import { categoryOfType } from '../document-category.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import type { JsonRecord } from '../text/read-json.ts';
import {
  readAllergy,
  readCondition,
  readEncounter,
  readFamily,
  readImmunization,
  readProcedure,
} from './clinical.ts';
import { emptySections, findComposition, isSummary, resultsOf } from './composition.ts';
import { readDocuments } from './documents.ts';
import { at, codeOf, listAt, textAt } from './elements.ts';
import { readMedication } from './medications.ts';
import { readObservation } from './observations.ts';
import { patientFields, personOf } from './patient.ts';
import { readAppointment, readCoverage, readRelatedPerson } from './people.ts';
import { decodeEntry } from './own-entries.ts';
import { nameAt, type Reading, type ResourceReader } from './reading.ts';
import { collectResources, typeOf, type Resources } from './resources.ts';

const readers: Readonly<Record<string, ResourceReader>> = {
  AllergyIntolerance: readAllergy,
  Condition: readCondition,
  MedicationStatement: readMedication,
  MedicationRequest: readMedication,
  Immunization: readImmunization,
  Procedure: readProcedure,
  Encounter: readEncounter,
  FamilyMemberHistory: readFamily,
  Observation: readObservation,
  DocumentReference: readDocuments,
  DiagnosticReport: readDocuments,
  RelatedPerson: readRelatedPerson,
  Coverage: readCoverage,
  Appointment: readAppointment,
};

/** Resources that others refer to, or that say how the file came about: no facts of their own. */
const AROUND = new Set([
  ...['Patient', 'Composition', 'Practitioner', 'PractitionerRole', 'Organization', 'Location'],
  ...['Medication', 'Device', 'Specimen', 'Provenance', 'Binary', 'Bundle', 'OperationOutcome'],
]);

/** FHIR R4 resources of one person: alone, in a Bundle of any type, or one a line. */
export function readFhir(
  file: InputFile,
  roots: readonly JsonRecord[],
  deps: InteropDeps,
): Result<Found, InteropError> {
  const resources = collectResources(roots);
  if (resources.all.length === 0 && roots.length === 0) return err(notReadable('FHIR'));
  const collector = new Collector();
  if (resources.truncated) collector.warn('truncated', 'Bundle');
  const composition = findComposition(resources);
  const title = textAt(composition, 'title') ?? file.name.replace(/\.\w+$/, '');
  const document = addDocument(file, title, composition, { collector, resources });
  const people = subjectsOf(resources, composition);
  const inResults = resultsOf(composition, resources);
  const reading: Reading = { zone: deps.zone, collector, resources, document, inResults };
  const patient = people.length > 1 ? undefined : people[0];
  if (people.length > 1) collector.warn('otherPerson', '', people.length);
  else readAll(patient, composition, reading);
  const person = patient && personOf(patient);
  return ok({
    kind: isSummary(composition) ? 'ips' : 'fhir',
    title,
    ...(person && { person }),
    ...collector.done(),
    source: { format: 'fhir', ...bundleNames(roots) },
  });
}

function readAll(
  patient: JsonRecord | undefined,
  composition: JsonRecord | undefined,
  reading: Reading,
): void {
  const { collector, resources } = reading;
  if (patient && Object.keys(patient).length > 2 && !decodeEntry(patient)) {
    collector.add('identity', patientFields(patient, collector));
  }
  for (const section of emptySections(composition)) collector.addNone(section);
  for (const resource of resources.all) {
    const own = decodeEntry(resource);
    if (own) {
      collector.addOwn(own.section, own.fields);
      continue;
    }
    const type = typeOf(resource);
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    if (reader) reader(resource, reading);
    else if (!AROUND.has(type)) collector.warn('notMapped', type.slice(0, 64));
  }
}

/**
 * The people that the file is about. Several cannot be told apart from one another's facts by a
 * record of one person: then nothing is taken out.
 */
function subjectsOf(resources: Resources, composition: JsonRecord | undefined): JsonRecord[] {
  const subject = composition && resources.follow(at(composition, 'subject'), composition);
  if (subject) return [subject];
  const patients = resources.all.filter((one) => typeOf(one) === 'Patient');
  if (patients.length > 0) return patients;
  const names = new Set(
    resources.all.flatMap(
      (one) => textAt(one, 'subject.reference') ?? textAt(one, 'patient.reference') ?? [],
    ),
  );
  return [...names].map((name) => ({ resourceType: 'Patient', id: name }));
}

function addDocument(
  file: InputFile,
  title: string,
  composition: JsonRecord | undefined,
  { collector, resources }: Pick<Reading, 'collector' | 'resources'>,
): number | undefined {
  const index = collector.addFile({
    name: file.name,
    mediaType: 'application/json',
    bytes: file.bytes,
  });
  const type = codeOf(at(composition, 'type'));
  const author = composition && nameAt(at(composition, 'author'), composition, { resources });
  return collector.add(
    'documents',
    {
      title,
      category: composition ? categoryOfType(type) : 'other',
      type: type === '60591-5' ? type : undefined,
      date: textAt(composition, 'date')?.slice(0, 10),
      author,
    },
    { file: index },
  );
}

const bundleNames = (roots: readonly JsonRecord[]): { readonly id?: string } => {
  const [identifier] = listAt(roots[0], 'identifier');
  const id = textAt(identifier, 'value') ?? textAt(roots[0], 'id');
  return id === undefined ? {} : { id };
};
