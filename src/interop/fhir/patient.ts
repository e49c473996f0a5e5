import { checkInsKey } from '#record/identifiers.ts';
import type { Collector, RawFields } from '../collector.ts';
import type { FoundPerson } from '../found.ts';
import type { JsonRecord } from '../text/read-json.ts';
import { extensionOf, listAt, textAt, textsAt } from './elements.ts';
import { humanName } from './reading.ts';

/** OIDs of the national health identity: that of production, and those of test. */
const INS = /^urn:oid:(1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11))$/;

/** Traits of a Patient: FHIR core, and the French profile's extensions. */
export function patientFields(patient: JsonRecord, collector: Collector): RawFields {
  const names = listAt(patient, 'name');
  const official = names.find((name) => textAt(name, 'use') === 'official') ?? names[0];
  const usual = names.find((name) => textAt(name, 'use') === 'usual');
  const birthPlace = extensionOf(patient, 'patient-birthPlace');
  const insee = textAt(birthPlace, 'valueAddress.district');
  const code = extensionOf(birthPlace?.['valueAddress'], 'insee-code');
  return {
    birthName: textAt(official, 'family'),
    usedName: textAt(usual, 'family'),
    givenNames: givenNames(official),
    usedGivenName: textAt(usual, 'given'),
    sex: textAt(patient, 'gender'),
    birthDate: textAt(patient, 'birthDate'),
    birthPlace: textAt(birthPlace, 'valueAddress.city'),
    birthPlaceCode: [textAt(code, 'valueCoding.code'), textAt(code, 'valueString'), insee].find(
      (one) => one !== undefined && /^[0-9AB]{5}$/.test(one),
    ),
    ...insFields(patient, collector),
  };
}

function givenNames(name: JsonRecord | undefined): string[] | undefined {
  const list =
    extensionOf(name, 'fr-core-patient-birth-list-given-name') ??
    extensionOf(name, 'FrCoreHumanNameBirthListGivenNames') ??
    extensionOf(name, 'birth-list-given-name');
  const listed = textAt(list, 'valueString')?.split(/[\s,]+/);
  const all = textsAt(name, 'given').filter((one) => one.trim() !== '');
  return listed ?? (all.length === 0 ? undefined : all);
}

function insFields(patient: JsonRecord, collector: Collector): RawFields {
  const ins = listAt(patient, 'identifier').find((one) => INS.test(textAt(one, 'system') ?? ''));
  const number = textAt(ins, 'value');
  if (number === undefined) return {};
  const isWhole = number.length === 15;
  if (isWhole && checkInsKey(number.slice(0, 13), number.slice(13)) === 'wrong') {
    collector.warn('insKeyWrong');
  }
  return {
    insNumber: number.slice(0, 13),
    insKey: isWhole ? number.slice(13) : undefined,
    insOid: INS.exec(textAt(ins, 'system') ?? '')?.[1],
  };
}

export function personOf(patient: JsonRecord): FoundPerson | undefined {
  const name = humanName(listAt(patient, 'name')[0]) ?? '';
  const birthDate = textAt(patient, 'birthDate');
  if (name === '' && birthDate === undefined) return undefined;
  return { name, ...(birthDate !== undefined && { birthDate }) };
}
