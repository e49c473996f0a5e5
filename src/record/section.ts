import { toHex, utf8, utf8Decode } from '#base/bytes.ts';
import { idLength, idToBytes, type EntryId } from '#base/ids.ts';
import { invariant } from '#base/assert.ts';
import { err, ok, type Result } from '#base/result.ts';
import { yearOf, type Instant, type PartialDate } from '#base/time.ts';
import type { Entry, Json } from './entry.ts';
import { isFieldName, isValueOf, type Origin } from './field-values.ts';
import type { Field, FieldSpecs, InstantWithZone, ValueOf } from './fields.ts';
import { isJson, own } from './json.ts';

export type Audience = 'emergency' | 'care' | 'chosen';

/** Fields as plain data, before or after they are known to be valid. */
export type FieldValues = Readonly<Record<string, Json>>;

/**
 * A section, declared once: its type, the check of what other devices send, where it is stored,
 * its form, list, FHIR mapping and place in windows all come from this.
 */
export type Section<
  C extends string = string,
  F extends FieldSpecs = FieldSpecs,
  Name extends string = string,
> = {
  readonly code: C;
  /** FHIR R4 resource of an entry. */
  readonly fhir: string;
  /** Which log holds it. */
  readonly log: 'record' | 'keyring';
  /** The doc of its entries; with `yearOf`, one doc a year of that date field, else of creation. */
  readonly doc: { readonly name: string; readonly yearly?: Name | 'createdAt' };
  /** `json`: written once, one value an entry. `map`: edited, each field merges apart. */
  readonly storage: 'json' | 'map';
  /** At most one entry a record, with a fixed id. */
  readonly single?: true;
  /** May stand in a window. */
  readonly projectable: boolean;
  /**
   * Whose windows show it at first, where a preset names no more. `emergency`: a rescuer's too.
   * `chosen`, and a section that says nothing: nobody's, until the holder chooses it.
   */
  readonly audience?: Audience;
  readonly fields: F;
  /** The date that dates an entry, newest first in lists; without it the creation does. */
  readonly date?: Name;
  /** Set when an entry lasts: it goes on until `end`, or until `over.field` has one of the codes. */
  readonly lasts?: {
    readonly end?: Name;
    readonly over?: { readonly field: Name; readonly codes: readonly string[] };
  };
  /** Written too often to stand among what was last added. */
  readonly quiet?: true;
  /** The choice by which a window may take part of the section. */
  readonly category?: Name;
  /** What a search of titles reads too. */
  readonly searched?: readonly Name[];
  /** What a row says: its title, then its line of facts. */
  readonly headline: { readonly title: readonly Name[]; readonly facts: readonly Name[] };
  /** Names of fields that are invalid together. */
  readonly check?: (fields: FieldValues) => readonly string[];
};

export const defineSection = <const C extends string, const F extends FieldSpecs>(
  section: Section<C, F, NoInfer<keyof F & string>>,
): Section<C, F> => section;

type RequiredNames<F extends FieldSpecs> = {
  [N in keyof F]: F[N] extends { readonly required: true } ? N : never;
}[keyof F];

/** The fields of a section's entries. */
export type FieldsOf<S extends Section> = {
  readonly [N in RequiredNames<S['fields']>]: ValueOf<S['fields'][N]>;
} & {
  readonly [N in Exclude<keyof S['fields'], RequiredNames<S['fields']>>]?: ValueOf<S['fields'][N]>;
};
export type EntryOf<S extends Section> = Entry<FieldsOf<S>> & { readonly section: S['code'] };

export const MAX_FIELDS = 128;

/**
 * Checks the whole of an entry's fields. Unknown fields pass when they are bounded plain JSON.
 * `received`: from another device, which may be newer: well-formed codes it alone knows pass too.
 */
export function validateFields<S extends Section>(
  section: S,
  fields: FieldValues,
  origin: Origin = 'written',
): Result<FieldsOf<S>, { readonly invalid: readonly string[] }> {
  const names = new Set([...Object.keys(section.fields), ...Object.keys(fields)]);
  const invalid = Array.from(names).filter((name) => !isFieldValid(section, fields, name, origin));
  if (names.size > MAX_FIELDS + Object.keys(section.fields).length) invalid.push('*');
  if (invalid.length === 0) invalid.push(...(section.check?.(fields) ?? []));
  return invalid.length === 0 ? ok(fields as FieldsOf<S>) : err({ invalid });
}

function isFieldValid(
  section: Section,
  fields: FieldValues,
  name: string,
  origin: Origin,
): boolean {
  const value = own(fields, name);
  const field = fieldOf(section, name);
  if (!field) return isFieldName(name) && isJson(value);
  return value === undefined ? field.required !== true : isValueOf(field, value, origin);
}

/** The declaration of a field, or undefined when this version does not know it. */
export const fieldOf = (section: Section, name: string): Field | undefined =>
  Object.hasOwn(section.fields, name) ? section.fields[name] : undefined;

/** The doc that a new entry goes to; it stays there even when its date is corrected. */
export function docIdOf(section: Section, fields: FieldValues, createdAt: Instant): string {
  const { name, yearly } = section.doc;
  if (yearly === undefined) return name;
  const value = own(fields, yearly) as PartialDate | InstantWithZone | undefined;
  const year =
    typeof value === 'string' ? yearOf(value) : utcYear(value === undefined ? createdAt : value.at);
  return `${name}/${String(year)}`;
}

const utcYear = (at: Instant): number => new Date(at).getUTCFullYear();

/** Bytes of the longest code of a `single` section: the id always ends with a zero byte. */
const MAX_SINGLE_CODE_BYTES = 15;

/** The id of the only entry of a `single` section: its code in UTF-8, padded with zeros. */
export function singleEntryId(code: string): EntryId {
  const bytes = utf8(code);
  invariant(bytes.length <= MAX_SINGLE_CODE_BYTES, 'a single section has a short code');
  return toHex(bytes).padEnd(2 * idLength('EntryId'), '0') as EntryId;
}

/** Inverse of `singleEntryId`; undefined for any other id. */
export function singleCodeOf(id: EntryId): string | undefined {
  if (!id.endsWith('00')) return undefined;
  const bytes = idToBytes(id);
  const end = bytes.indexOf(0);
  const text = utf8Decode(bytes.subarray(0, end));
  return text.ok && isSectionCode(text.value) && singleEntryId(text.value) === id
    ? text.value
    : undefined;
}

/** Lower-case words joined by hyphens, as every section's code is. */
export const isSectionCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z-]{0,63}$/.test(value);

/** Whether a section of that code can be `single`. */
export const isSingleCode = (value: unknown): value is string =>
  isSectionCode(value) && value.length <= MAX_SINGLE_CODE_BYTES;
