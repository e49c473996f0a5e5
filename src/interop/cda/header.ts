import type { Element } from '@xmldom/xmldom';
import { documentTypeByCode } from '#knowledge/documents.ts';
import { checkInsKey } from '#record/identifiers.ts';
import type { Collector, RawFields } from '../collector.ts';
import type { FoundPerson } from '../found.ts';
import { parseHl7, type Moment } from '../moments.ts';
import { attributeOf, childAt, childrenOf, textOf } from '../xml/nodes.ts';
import { momentOf, type TimeReading } from './times.ts';
import { participantLabel, participantOf, type Participant } from './people.ts';

export type CdaHeader = {
  readonly title: string;
  readonly typeCode: string | undefined;
  readonly typeLabel: string | undefined;
  /** `root^extension` of this document; those of the same set are versions of one another. */
  readonly id: string | undefined;
  readonly setId: string | undefined;
  readonly replaces: readonly string[];
  readonly confidentiality: string | undefined;
  readonly date: Moment | undefined;
  readonly author: Participant | undefined;
  readonly custodian: string | undefined;
  readonly language: string | undefined;
};

/** The header of CDA R2, as CI-SIS "Structuration minimale" restricts it. */
export function readHeader(root: Element, reading: TimeReading): CdaHeader {
  const code = childAt(root, 'code');
  const replaced = childrenOf(root, 'relatedDocument').filter(
    (one) => attributeOf(one, 'typeCode') === 'RPLC',
  );
  const author = childrenOf(root, 'author')
    .map((one) => participantOf(childAt(one, 'assignedAuthor')))
    .find((one) => one !== undefined);
  const typeCode = attributeOf(code, 'code');
  const typeLabel = attributeOf(code, 'displayName');
  return {
    title: (textOf(childAt(root, 'title')) ?? typeLabel ?? '').replace(/\s+/g, ' ').trim(),
    typeCode,
    typeLabel,
    id: identifierOf(childAt(root, 'id')),
    setId: identifierOf(childAt(root, 'setId')),
    replaces: replaced.flatMap((one) => identifierOf(childAt(one, 'parentDocument/id')) ?? []),
    confidentiality: attributeOf(childAt(root, 'confidentialityCode'), 'code'),
    date: momentOf(childAt(root, 'effectiveTime'), reading),
    author,
    custodian: textOf(
      childAt(root, 'custodian/assignedCustodian/representedCustodianOrganization/name'),
    )?.trim(),
    language: attributeOf(childAt(root, 'languageCode'), 'code'),
  };
}

/** `root^extension`, in capitals: UUIDs are written both ways. */
export function identifierOf(id: Element | undefined): string | undefined {
  const root = attributeOf(id, 'root');
  const extension = attributeOf(id, 'extension');
  if (root === undefined) return undefined;
  return (extension === undefined ? root : `${root}^${extension}`).toUpperCase();
}

/** Fields of the document that the file itself becomes. */
export function documentFields(header: CdaHeader): RawFields {
  const { typeCode } = header;
  const isKnown = typeCode !== undefined && documentTypeByCode(typeCode) !== undefined;
  return {
    title: header.title,
    type: isKnown ? typeCode : undefined,
    date: header.date?.date,
    author: authorLabel(header),
  };
}

const authorLabel = ({ author, custodian }: CdaHeader): string | undefined => {
  const name = participantLabel(author);
  if (author?.name === undefined || author.organization === undefined) return name ?? custodian;
  return `${author.name}, ${author.organization}`;
};

/** OIDs of the national health identity: that of production, and those of test. */
const INS_OIDS = /^1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11)$/;

/** The holder's traits, as the header gives them. */
export function readPatient(root: Element, collector: Collector, zone: string): RawFields {
  const role = childAt(root, 'recordTarget/patientRole');
  const patient = childAt(role, 'patient');
  const name = childAt(patient, 'name');
  const ins = childrenOf(role, 'id').find((id) => INS_OIDS.test(attributeOf(id, 'root') ?? ''));
  const number = attributeOf(ins, 'extension');
  const isWhole = number?.length === 15;
  if (isWhole && checkInsKey(number.slice(0, 13), number.slice(13)) === 'wrong') {
    collector.warn('insKeyWrong');
  }
  const birth = parseHl7(attributeOf(childAt(patient, 'birthTime'), 'value') ?? '', zone);
  const place = childAt(patient, 'birthplace/place/addr');
  const county = textOf(childAt(place, 'county'))?.trim();
  return {
    birthName: family(name, 'BR') ?? family(name, undefined),
    usedName: family(name, 'CL') ?? family(name, 'SP'),
    givenNames: givenNames(name),
    usedGivenName: given(name, 'CL'),
    sex: SEXES[attributeOf(childAt(patient, 'administrativeGenderCode'), 'code') ?? ''],
    birthDate: birth?.date,
    birthPlaceCode: county !== undefined && /^[0-9AB]{5}$/.test(county) ? county : undefined,
    birthPlace: textOf(childAt(place, 'city'))?.trim(),
    insNumber: number?.slice(0, 13),
    insKey: isWhole ? number.slice(13) : undefined,
    insOid: attributeOf(ins, 'root'),
  };
}

const SEXES: Readonly<Record<string, string>> = {
  F: 'female',
  M: 'male',
  UN: 'other',
  U: 'unknown',
};

const partsOf = (
  name: Element | undefined,
  part: string,
  qualifier: string | undefined,
): string[] =>
  childrenOf(name, part)
    .filter((one) => attributeOf(one, 'qualifier') === qualifier)
    .flatMap((one) => textOf(one)?.trim() ?? []);

const family = (name: Element | undefined, qualifier: string | undefined): string | undefined =>
  partsOf(name, 'family', qualifier)[0];
const given = (name: Element | undefined, qualifier: string | undefined): string | undefined =>
  partsOf(name, 'given', qualifier)[0];

/** All given names of the birth certificate, else the first of them. */
function givenNames(name: Element | undefined): string[] | undefined {
  const all = partsOf(name, 'given', undefined);
  const [whole] = all;
  if (all.length > 1) return all;
  if (whole !== undefined) return whole.split(/\s+/);
  const first = given(name, 'BR');
  return first === undefined ? undefined : [first];
}

export function personOf(patient: RawFields): FoundPerson | undefined {
  const givens = patient['givenNames'];
  const first =
    patient['usedGivenName'] ?? (Array.isArray(givens) ? (givens[0] as string) : undefined);
  const last = patient['usedName'] ?? patient['birthName'];
  const name = [first, last].filter((word) => typeof word === 'string').join(' ');
  const [birthDate, ins] = [patient['birthDate'], patient['insNumber']];
  if (name === '' && birthDate === undefined) return undefined;
  return {
    name,
    ...(typeof birthDate === 'string' && { birthDate }),
    ...(typeof ins === 'string' && { ins }),
  };
}
