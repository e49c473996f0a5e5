import { describe, expect, it } from 'vitest';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';

/**
 * Elements of FHIR R4 (4.0.1) at which a path may begin, by resource; choice types (`value[x]`) as
 * they are written. Source: hl7.org/fhir/R4, the definition of each resource.
 */
const COMMON = ['identifier', 'extension'];
const elements: Readonly<Record<string, readonly string[]>> = {
  Patient: ['name', 'telecom', 'gender', 'birthDate', 'address', 'photo'],
  AllergyIntolerance: [
    'clinicalStatus',
    'verificationStatus',
    'type',
    'category',
    'criticality',
    'code',
    'onsetDateTime',
    'note',
    'reaction',
  ],
  MedicationStatement: [
    'status',
    'medicationCodeableConcept',
    'effectivePeriod',
    'informationSource',
    'derivedFrom',
    'reasonCode',
    'reasonReference',
    'note',
    'dosage',
  ],
  Condition: [
    'clinicalStatus',
    'category',
    'code',
    'onsetDateTime',
    'abatementDateTime',
    'evidence',
    'note',
  ],
  Observation: [
    'status',
    'category',
    'code',
    'effectiveDateTime',
    'effectivePeriod',
    'performer',
    'valueQuantity',
    'valueString',
    'valueCodeableConcept',
    'interpretation',
    'note',
    'method',
    'device',
    'referenceRange',
    'derivedFrom',
    'component',
  ],
  Goal: ['startDate', 'target', 'expressedBy', 'note'],
  Immunization: [
    'vaccineCode',
    'occurrenceDateTime',
    'lotNumber',
    'performer',
    'note',
    'reaction',
    'protocolApplied',
  ],
  Procedure: [
    'category',
    'code',
    'performedPeriod',
    'performer',
    'location',
    'reasonReference',
    'report',
    'note',
    'focalDevice',
  ],
  FamilyMemberHistory: ['relationship', 'deceasedBoolean', 'note', 'condition'],
  DocumentReference: ['type', 'category', 'date', 'author', 'description', 'content', 'context'],
  PractitionerRole: ['practitioner', 'code', 'specialty', 'location', 'telecom'],
  RelatedPerson: ['relationship', 'name', 'telecom', 'address'],
  Consent: ['category', 'dateTime', 'sourceAttachment', 'sourceReference', 'provision'],
  MedicationAdministration: [
    'status',
    'medicationCodeableConcept',
    'effectiveDateTime',
    'request',
    'note',
    'dosage',
  ],
  ExplanationOfBenefit: [
    'type',
    'billablePeriod',
    'provider',
    'supportingInfo',
    'item',
    'total',
    'payment',
    'processNote',
  ],
  Appointment: [
    'status',
    'reasonCode',
    'description',
    'supportingInformation',
    'start',
    'minutesDuration',
    'comment',
    'participant',
  ],
  Coverage: ['type', 'subscriberId', 'period', 'payor'],
};

const shown: readonly Section[] = (sections as readonly Section[]).filter(
  ({ projectable }) => projectable,
);

describe.each(shown.map((section) => [section.code, section] as const))(
  'the FHIR mapping of %s',
  (_code, section) => {
    const fields = Object.entries(section.fields);

    it('places every field that a window may show', () => {
      const unplaced = fields.filter(
        ([, { fhir, projectable }]) => projectable !== false && fhir === undefined,
      );
      expect(unplaced.map(([name]) => name)).toEqual([]);
    });

    it('begins each path at an element of its resource', () => {
      const known = [...COMMON, ...(elements[section.fhir] ?? [])];
      // `Observation:bloodGroup.…` stands in a resource of its own.
      const heads = fields.flatMap(([, { fhir }]) => (fhir ? [fhir.split(/[.:]/)[0] ?? ''] : []));
      expect(heads.filter((head) => !known.includes(head) && !(head in elements))).toEqual([]);
    });

    it('gives no two facts the same place, links to several sections apart', () => {
      const paths = fields.flatMap(([, { fhir, kind }]) =>
        fhir && kind !== 'links' ? [fhir] : [],
      );
      const shared = paths.filter((path, index) => paths.indexOf(path) !== index);
      // The INS number and its key are one identifier.
      expect(shared.filter((path) => path !== 'identifier:ins.value')).toEqual([]);
    });
  },
);
