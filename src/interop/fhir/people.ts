import type { JsonRecord } from '../text/read-json.ts';
import { codeOf, at, listAt, notesOf, textAt, wordsOf } from './elements.ts';
import {
  dateAt,
  humanName,
  instantAt,
  nameAt,
  optionsOf,
  standsAs,
  type Reading,
} from './reading.ts';

const telecomOf = (resource: JsonRecord, system: string): string | undefined =>
  listAt(resource, 'telecom')
    .filter((one) => textAt(one, 'system') === system)
    .flatMap((one) => textAt(one, 'value') ?? [])[0];

/** HL7 contact roles to those of the record. */
const ROLES: Readonly<Record<string, string>> = {
  C: 'emergency',
  ECON: 'emergency',
  GUARD: 'legal',
};

export function readRelatedPerson(resource: JsonRecord, reading: Reading): void {
  const relations = listAt(resource, 'relationship').flatMap((one) => codeOf(one) ?? []);
  const roles = relations.flatMap((code) => ROLES[code] ?? []);
  reading.collector.add(
    'contacts',
    {
      name: humanName(listAt(resource, 'name')[0]),
      roles: roles.length > 0 ? roles : undefined,
      phone: telecomOf(resource, 'phone'),
      relation: relations.find((code) => ROLES[code] === undefined),
      email: telecomOf(resource, 'email'),
    },
    { identity: optionsOf(resource, reading).identity },
  );
}

export function readCoverage(resource: JsonRecord, reading: Reading): void {
  if (!standsAs(resource, ['cancelled', 'draft'], reading)) return;
  const insurer = nameAt(at(resource, 'payor'), resource, reading);
  reading.collector.add(
    'administrative',
    {
      label: wordsOf(at(resource, 'type')) ?? insurer,
      insurer,
      number: textAt(resource, 'subscriberId'),
      start: dateAt(resource, ['period.start'], reading),
      end: dateAt(resource, ['period.end'], reading),
    },
    optionsOf(resource, reading),
  );
}

export function readAppointment(resource: JsonRecord, reading: Reading): void {
  if (!standsAs(resource, [], reading)) return;
  const participants = listAt(resource, 'participant').flatMap((one) => {
    const name = nameAt(at(one, 'actor'), resource, reading);
    const type = textAt(one, 'actor.reference')?.split('/').at(-2);
    return name === undefined ? [] : [{ name, type }];
  });
  reading.collector.add(
    'appointments',
    {
      title:
        textAt(resource, 'description') ??
        wordsOf(at(resource, 'serviceType')) ??
        wordsOf(at(resource, 'appointmentType')),
      start: instantAt(resource, ['start'], reading),
      minutes: textAt(resource, 'minutesDuration'),
      who: participants.find(({ type }) => type === undefined || /^Practitioner/.test(type))?.name,
      place: participants.find(({ type }) => type === 'Location')?.name,
      reason: wordsOf(at(resource, 'reasonCode')),
      status: textAt(resource, 'status'),
      note: textAt(resource, 'comment') ?? notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}
