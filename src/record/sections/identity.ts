import { defineSection } from '../section.ts';

/**
 * Who the record is about: the traits of the INS (the national health identity) and its number.
 * A wrong check key warns (`identifiers.ts`) and never rejects: official examples contain some.
 */
export const identity = defineSection({
  code: 'identity',
  fhir: 'Patient',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  single: true,
  projectable: true,
  audience: 'emergency',
  fields: {
    birthName: { kind: 'text', maxLength: 100, fhir: 'name:official.family' },
    usedName: { kind: 'text', maxLength: 100, fhir: 'name:usual.family' },
    givenNames: {
      kind: 'list',
      of: { kind: 'text', maxLength: 100 },
      maxItems: 16,
      fhir: 'name:official.given',
    },
    usedGivenName: { kind: 'text', maxLength: 100, fhir: 'name:usual.given' },
    sex: { kind: 'choice', options: ['female', 'male', 'other', 'unknown'], fhir: 'gender' },
    birthDate: { kind: 'partialDate', fhir: 'birthDate' },
    birthPlaceCode: { kind: 'text', maxLength: 5, fhir: 'extension:birthPlace.inseeCode' },
    birthPlace: { kind: 'text', maxLength: 100, fhir: 'extension:birthPlace.city' },
    insNumber: { kind: 'text', maxLength: 13, fhir: 'identifier:ins.value' },
    insKey: { kind: 'text', maxLength: 2, fhir: 'identifier:ins.value' },
    insOid: {
      kind: 'choice',
      options: [
        '1.2.250.1.213.1.4.8',
        '1.2.250.1.213.1.4.9',
        '1.2.250.1.213.1.4.10',
        '1.2.250.1.213.1.4.11',
      ],
      fhir: 'identifier:ins.system',
    },
    bloodGroup: {
      kind: 'choice',
      options: ['oPos', 'oNeg', 'aPos', 'aNeg', 'bPos', 'bNeg', 'abPos', 'abNeg'],
      fhir: 'Observation:bloodGroup.valueCodeableConcept',
    },
  },
  headline: { title: ['usedGivenName', 'usedName', 'birthName'], facts: ['birthDate', 'sex'] },
});
