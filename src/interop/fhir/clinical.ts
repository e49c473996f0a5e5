import { allergyCategoryOf } from '../allergy-codes.ts';
import { noneOf, saysNoneInWords, saysUnknown } from '../no-known.ts';
import type { JsonRecord, JsonValue } from '../text/read-json.ts';
import { diseasesOfAtc } from '../vaccine-diseases.ts';
import { at, codeOf, codingsOf, listAt, notesOf, textAt, wordsOf } from './elements.ts';
import { dateAt, nameAt, optionsOf, standsAs, type Reading } from './reading.ts';

const ICD10 = '2.16.840.1.113883.6.3';
const ATC = '2.16.840.1.113883.6.73';

/** Says "none known" instead of an entry: then it is noted, and true is returned. */
export function isNone(
  concept: JsonValue | undefined,
  section: string,
  { collector }: Reading,
): boolean {
  const codings = codingsOf(concept);
  const inWords = codings.length === 0 && saysNoneInWords(wordsOf(concept) ?? '');
  const none = noneOf(codings) ?? (inWords ? section : undefined);
  if (none !== undefined) collector.addNone(none);
  return none !== undefined || saysUnknown(codings);
}

export function readAllergy(resource: JsonRecord, reading: Reading): void {
  const code = at(resource, 'code');
  if (isNone(code, 'allergies', reading) || !standsAs(resource, [], reading)) return;
  const reactions = listAt(resource, 'reaction');
  const manifestations = reactions.flatMap((one) =>
    listAt(one, 'manifestation').flatMap((each) => wordsOf(each) ?? []),
  );
  const substance =
    wordsOf(code) ??
    codeOf(code) ??
    reactions.flatMap((one) => wordsOf(at(one, 'substance')) ?? [])[0];
  reading.collector.add(
    'allergies',
    {
      substance,
      category: textAt(resource, 'category') ?? allergyCategoryOf(codeOf(at(resource, 'type'))),
      reaction:
        manifestations.join(', ') ||
        reactions.flatMap((one) => textAt(one, 'description') ?? [])[0],
      severity: reactions.flatMap((one) => textAt(one, 'severity') ?? [])[0],
      criticality: textAt(resource, 'criticality'),
      certainty: codeOf(at(resource, 'verificationStatus')),
      status: codeOf(at(resource, 'clinicalStatus')),
      since: dateAt(resource, ['onsetDateTime', 'onsetPeriod.start'], reading),
      note: notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}

/** FHIR's clinical status to the record's: a recurrence is active. */
const STATUSES: Readonly<Record<string, string>> = {
  active: 'active',
  recurrence: 'active',
  relapse: 'active',
  remission: 'remission',
  inactive: 'inactive',
  resolved: 'resolved',
};

export function readCondition(resource: JsonRecord, reading: Reading): void {
  const code = at(resource, 'code');
  if (isNone(code, 'conditions', reading) || !standsAs(resource, [], reading)) return;
  const icd10 = codingsOf(code).find(({ codeSystem }) => codeSystem === ICD10)?.code;
  reading.collector.add(
    'conditions',
    {
      label: wordsOf(code) ?? codeOf(code),
      icd10,
      start: dateAt(resource, ['onsetDateTime', 'onsetPeriod.start', 'recordedDate'], reading),
      end: dateAt(
        resource,
        ['abatementDateTime', 'abatementPeriod.end', 'onsetPeriod.end'],
        reading,
      ),
      status: STATUSES[codeOf(at(resource, 'clinicalStatus')) ?? ''],
      note: notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}

export function readImmunization(resource: JsonRecord, reading: Reading): void {
  const code = at(resource, 'vaccineCode');
  if (isNone(code, 'immunizations', reading) || !standsAs(resource, ['not-done'], reading)) return;
  const atc = codingsOf(code).find(({ codeSystem }) => codeSystem === ATC)?.code;
  const performers = listAt(resource, 'performer').flatMap(
    (one) => nameAt(at(one, 'actor'), resource, reading) ?? [],
  );
  const protocol = at(resource, 'protocolApplied');
  reading.collector.add(
    'immunizations',
    {
      vaccine: wordsOf(code) ?? codeOf(code),
      date: dateAt(resource, ['occurrenceDateTime'], reading),
      diseases: diseasesOfAtc(atc),
      doseRank: textAt(protocol, 'doseNumberPositiveInt') ?? textAt(protocol, 'doseNumberString'),
      vaccinator: performers[0],
      lot: textAt(resource, 'lotNumber'),
      atc,
      note: notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}

export function readProcedure(resource: JsonRecord, reading: Reading): void {
  const code = at(resource, 'code');
  const planned = ['not-done', 'preparation', 'on-hold'];
  if (isNone(code, 'procedures', reading) || !standsAs(resource, planned, reading)) return;
  const performers = listAt(resource, 'performer').flatMap(
    (one) => nameAt(at(one, 'actor'), resource, reading) ?? [],
  );
  reading.collector.add(
    'procedures',
    {
      label: wordsOf(code) ?? codeOf(code),
      type: 'act',
      start: dateAt(resource, ['performedDateTime', 'performedPeriod.start'], reading),
      end: dateAt(resource, ['performedPeriod.end'], reading),
      place: nameAt(at(resource, 'location'), resource, reading),
      performer: performers[0],
      note: notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}

/** Stays alone: a visit is no hospitalisation. */
const STAYS = ['IMP', 'ACUTE', 'NONAC', 'EMER', 'SS'];

export function readEncounter(resource: JsonRecord, reading: Reading): void {
  if (!STAYS.includes(textAt(resource, 'class.code') ?? '')) return;
  if (!standsAs(resource, ['planned', 'cancelled'], reading)) return;
  const [location] = listAt(resource, 'location');
  reading.collector.add(
    'procedures',
    {
      label:
        wordsOf(at(resource, 'type')) ??
        wordsOf(at(resource, 'reasonCode')) ??
        textAt(resource, 'class.display'),
      type: 'stay',
      start: dateAt(resource, ['period.start'], reading),
      end: dateAt(resource, ['period.end'], reading),
      place:
        nameAt(location?.['location'], resource, reading) ??
        nameAt(at(resource, 'serviceProvider'), resource, reading),
    },
    optionsOf(resource, reading),
  );
}

export function readFamily(resource: JsonRecord, reading: Reading): void {
  if (!standsAs(resource, [], reading)) return;
  const dead = at(resource, 'deceasedBoolean');
  const age = (condition: JsonRecord): string | undefined =>
    ['a', undefined].includes(textAt(condition, 'onsetAge.code'))
      ? textAt(condition, 'onsetAge.value')
      : undefined;
  for (const condition of listAt(resource, 'condition')) {
    reading.collector.add('family-history', {
      condition: wordsOf(at(condition, 'code')),
      kinship: codeOf(at(resource, 'relationship')) ?? 'FAMMEMB',
      onsetAge: age(condition),
      deceased: typeof dead === 'boolean' ? dead : undefined,
      note: notesOf(condition) ?? notesOf(resource),
    });
  }
}

export const linesOf = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.filter((text) => text !== undefined && text !== '').join('\n') || undefined;
