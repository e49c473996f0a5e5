import { measureByKind } from '#knowledge/measures.ts';
import type { Coding } from '#knowledge/coding.ts';
import type { Json } from '#record/entry.ts';
import type { InstantWithZone, Quantity } from '#record/fields.ts';
import type { FieldValues } from '#record/section.ts';
import { offsetAt } from '../moments.ts';

/** The elements of a FHIR R4 resource, apart from its type, id and subject. */
export type Elements = Readonly<Record<string, Json | undefined>>;
type Writer = (fields: Fields) => Elements;

/** Typed looks at fields that the section has checked. */
class Fields {
  readonly #fields: FieldValues;
  constructor(fields: FieldValues) {
    this.#fields = fields;
  }
  text(name: string): string | undefined {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
  list(name: string): readonly string[] | undefined {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    return Array.isArray(value) ? (value as string[]) : undefined;
  }
  quantity(name: string): Quantity | undefined {
    return this.#object(name) as Quantity | undefined;
  }
  moment(name: string): InstantWithZone | undefined {
    return this.#object(name) as InstantWithZone | undefined;
  }
  #object(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }
}

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const UCUM = 'http://unitsofmeasure.org';

const words = (text: string | undefined): Json | undefined => text && { text };
const coded = (system: string, code: string | undefined): Json | undefined =>
  code && { coding: [{ system: `${HL7}/${system}`, code }] };
const notes = (text: string | undefined): Json | undefined => text && [{ text }];
const named = (display: string | undefined): Json | undefined => display && { display };

/** A code beside the words of who wrote them. */
const concept = (text: string | undefined, system: string, code: string | undefined): Json => ({
  ...(text !== undefined && { text }),
  ...(code !== undefined && { coding: [{ system, code }] }),
});

/** FHIR numbers are JSON numbers: the exact digits stay in the extension of the entry. */
const quantity = (value: Quantity | undefined): Json | undefined =>
  value && { value: Number(value.value), unit: value.unit, system: UCUM, code: value.unit };

/** `2026-03-11T08:10:00+01:00`: the wall clock and its offset. */
export function dateTime(moment: InstantWithZone | undefined): string | undefined {
  if (!moment) return undefined;
  const minutes = offsetAt(moment.at, moment.zone);
  const wall = new Date(moment.at + minutes * 60_000);
  if (
    !Number.isFinite(wall.getTime()) ||
    wall.getUTCFullYear() < 1 ||
    wall.getUTCFullYear() > 9999
  ) {
    return undefined;
  }
  const part = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${part(minutes / 60)}:${part(minutes % 60)}`;
  return `${wall.toISOString().slice(0, 19)}${offset}`;
}

const address = ({ codeSystem, code }: Coding): Json => ({
  system: codeSystem === '2.16.840.1.113883.6.1' ? 'http://loinc.org' : `urn:oid:${codeSystem}`,
  code,
});

const period = (fields: Fields): Json | undefined => {
  const [start, end] = [fields.text('start'), fields.text('end')];
  return start === undefined && end === undefined
    ? undefined
    : { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
};

/** How each section stands in its resource. A section that is not here is a `Basic`. */
export const writers: Readonly<Record<string, Writer>> = {
  allergies: (f) => ({
    clinicalStatus: coded('allergyintolerance-clinical', f.text('status')),
    verificationStatus: coded('allergyintolerance-verification', f.text('certainty')),
    category: f.text('category') && [f.text('category') ?? ''],
    criticality: f.text('criticality'),
    code: words(f.text('substance')),
    onsetDateTime: f.text('since'),
    reaction: f.text('reaction') && [
      {
        manifestation: [{ text: f.text('reaction') ?? '' }],
        ...(f.text('severity') !== undefined && { severity: f.text('severity') ?? '' }),
      },
    ],
    note: notes(f.text('note')),
  }),
  conditions: (f) => ({
    clinicalStatus: coded('condition-clinical', f.text('status')),
    code: concept(f.text('label'), 'http://hl7.org/fhir/sid/icd-10', f.text('icd10')),
    onsetDateTime: f.text('start'),
    abatementDateTime: f.text('end'),
    note: notes(f.text('note')),
  }),
  treatments: (f) => ({
    status: f.text('end') === undefined ? 'active' : 'completed',
    medicationCodeableConcept: concept(f.text('label'), 'http://www.whocc.no/atc', f.text('atc')),
    effectivePeriod: period(f),
    reasonCode: f.text('reason') && [{ text: f.text('reason') ?? '' }],
    informationSource: named(f.text('prescriber')),
    dosage: f.text('schedule') && [{ text: f.text('schedule') ?? '' }],
    note: notes(f.text('note')),
  }),
  immunizations: (f) => ({
    status: 'completed',
    vaccineCode: concept(f.text('vaccine'), 'http://www.whocc.no/atc', f.text('atc')),
    ...(f.text('date') === undefined
      ? { occurrenceString: 'unknown' }
      : { occurrenceDateTime: f.text('date') }),
    lotNumber: f.text('lot'),
    performer: f.text('vaccinator') && [{ actor: { display: f.text('vaccinator') ?? '' } }],
    protocolApplied: f.text('doseRank') && [{ doseNumberString: f.text('doseRank') ?? '' }],
    note: notes(f.text('note')),
  }),
  procedures: (f) => ({
    status: 'completed',
    code: words(f.text('label')),
    performedPeriod: period(f),
    location: named(f.text('place')),
    performer: f.text('performer') && [{ actor: { display: f.text('performer') ?? '' } }],
    note: notes(f.text('note')),
  }),
  results: (f) => ({
    status: 'final',
    category: [coded('observation-category', 'laboratory') ?? {}],
    code: concept(f.text('label'), 'http://loinc.org', f.text('loinc')),
    effectiveDateTime: f.text('sampledAt'),
    valueQuantity: quantity(f.quantity('value')),
    valueString: f.quantity('value') ? undefined : f.text('words'),
    performer: f.text('laboratory') && [{ display: f.text('laboratory') ?? '' }],
    method: words(f.text('method')),
    note: notes(f.text('note')),
  }),
  measurements: (f) => ({
    status: 'final',
    category: [coded('observation-category', 'vital-signs') ?? {}],
    code: { coding: (measureByKind(f.text('kind') ?? '')?.codings ?? []).map(address) },
    effectiveDateTime: dateTime(f.moment('takenAt')),
    valueQuantity: quantity(f.quantity('value')),
    component: f.quantity('systolic') === undefined ? undefined : pressure(f),
    device: named(f.text('device')),
    note: notes(f.text('note')),
  }),
  'family-history': (f) => ({
    status: 'completed',
    relationship: coded('v3-RoleCode', f.text('kinship')),
    condition: [{ code: { text: f.text('condition') ?? '' } }],
    note: notes(f.text('note')),
  }),
  documents: (f) => ({
    status: 'current',
    description: f.text('title'),
    type: f.text('type') && { coding: [{ code: f.text('type') ?? '' }] },
    author: f.text('author') && [{ display: f.text('author') ?? '' }],
    content: [{ attachment: { title: f.text('title') ?? '' } }],
  }),
};

const pressure = (f: Fields): Json =>
  (['systolic', 'diastolic'] as const).map((half) => ({
    code: {
      coding: (measureByKind('bloodPressure')?.components?.[half].codings ?? []).map(address),
    },
    ...(f.quantity(half) !== undefined && { valueQuantity: quantity(f.quantity(half)) ?? {} }),
  }));

/** Elements that are there, in the order of the writer. */
export function elementsOf(section: string, fields: FieldValues): Record<string, Json> {
  const elements = writers[section]?.(new Fields(fields)) ?? {};
  return Object.fromEntries(
    Object.entries(elements).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
