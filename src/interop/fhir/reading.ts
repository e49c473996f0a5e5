import type { PartialDate } from '#base/time.ts';
import type { InstantWithZone } from '#record/fields.ts';
import type { Collector } from '../collector.ts';
import { middayOf, parseIso, type Moment } from '../moments.ts';
import type { JsonRecord, JsonValue } from '../text/read-json.ts';
import { at, listAt, textAt, wordsOf } from './elements.ts';
import { typeOf, type Resources } from './resources.ts';

/** What the reader of a resource knows of the file around it. */
export type Reading = {
  readonly zone: string;
  readonly collector: Collector;
  readonly resources: Resources;
  /** Key of the document that the file itself becomes. */
  readonly document: number | undefined;
  /** Resources that an IPS lists among results. */
  readonly inResults: ReadonlySet<JsonRecord>;
};

export type ResourceReader = (resource: JsonRecord, reading: Reading) => void;

/** Links to the document, and the name that the source gives. */
export function optionsOf(
  resource: JsonRecord,
  reading: Reading,
): { links?: Record<string, number[]>; identity: string | undefined } {
  const [identifier] = listAt(resource, 'identifier');
  const value = textAt(identifier, 'value');
  const named = value === undefined ? undefined : `${textAt(identifier, 'system') ?? ''}|${value}`;
  return {
    ...(reading.document !== undefined && { links: { documents: [reading.document] } }),
    identity: named,
  };
}

/** A date or a moment of FHIR; one that no calendar has is counted. */
export function momentAt(
  resource: JsonValue | undefined,
  path: string,
  reading: Pick<Reading, 'zone' | 'collector'>,
): Moment | undefined {
  const text = textAt(resource, path);
  if (text === undefined) return undefined;
  const moment = parseIso(text, reading.zone);
  if (!moment) reading.collector.warn('dateInvalid', path);
  return moment;
}

/** The date of the first path that has one. */
export const dateAt = (
  resource: JsonValue | undefined,
  paths: readonly string[],
  reading: Reading,
): PartialDate | undefined =>
  paths.flatMap((path) => momentAt(resource, path, reading)?.date ?? [])[0];

export function instantAt(
  resource: JsonRecord,
  paths: readonly string[],
  reading: Reading,
): InstantWithZone | undefined {
  const moment = paths.flatMap((path) => momentAt(resource, path, reading) ?? [])[0];
  if (!moment) return undefined;
  if (moment.type === 'instant') return moment.moment;
  const midday = middayOf(moment.date, reading.zone);
  if (midday) reading.collector.warn('hourUnknown');
  return midday;
}

/** Whether a resource tells what is so; withdrawn or denied ones are counted and left. */
export function standsAs(
  resource: JsonRecord,
  denied: readonly string[],
  { collector }: Reading,
): boolean {
  const status = textAt(resource, 'status') ?? '';
  const verification = textAt(resource, 'verificationStatus.coding.code') ?? '';
  if (status === 'entered-in-error' || verification === 'entered-in-error') {
    collector.warn('withdrawn', typeOf(resource));
    return false;
  }
  if (
    denied.includes(status) ||
    verification === 'refuted' ||
    at(resource, 'doNotPerform') === true
  ) {
    collector.warn('notDone', typeOf(resource));
    return false;
  }
  return true;
}

/** Who a reference points at, in words: its display, else the name of the resource. */
export function nameAt(
  reference: JsonValue | undefined,
  from: JsonRecord,
  { resources }: Pick<Reading, 'resources'>,
): string | undefined {
  const display = textAt(reference, 'display');
  if (display !== undefined) return display;
  const target = resources.follow(reference, from);
  if (!target) return undefined;
  const person = resources.follow(at(target, 'practitioner'), target) ?? target;
  return (
    humanName(listAt(person, 'name')[0]) ??
    textAt(person, 'name') ??
    nameOfOrganization(target, resources) ??
    wordsOf(at(target, 'deviceName'))
  );
}

const nameOfOrganization = (role: JsonRecord, resources: Resources): string | undefined => {
  const organization = resources.follow(at(role, 'organization'), role);
  return organization && textAt(organization, 'name');
};

/** `Dr Camille Modele`. */
export function humanName(name: JsonRecord | undefined): string | undefined {
  const words = ['prefix', 'given', 'family'].flatMap((part) => textAt(name, part) ?? []);
  const text = textAt(name, 'text');
  return text ?? (words.length === 0 ? undefined : words.join(' '));
}
