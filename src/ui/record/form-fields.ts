import type { PartialDate } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { Field } from '#record/fields.ts';
import { jsonEqual } from '#record/json.ts';
import { validateFields, type FieldValues, type Section } from '#record/section.ts';
import { valueOf } from './entry-text.ts';

/** What a form holds for one field while it is being filled; undefined is nothing. */
export type FormValue = string | boolean | undefined;
export type FormValues = Record<string, FormValue>;

const TYPED: readonly Field['kind'][] = ['text', 'longText', 'choice', 'partialDate', 'boolean'];

/** Whether a generic form has a control for the field. */
const isTyped = (field: Field): boolean =>
  TYPED.includes(field.kind) || (field.kind === 'list' && field.of.kind === 'text');

/** The fields of a form: those that people fill first (the section's headline), then the rest. */
export function formFields(section: Section): {
  readonly main: readonly string[];
  readonly more: readonly string[];
} {
  const names = Object.keys(section.fields).filter((name) => {
    const field = section.fields[name];
    return field !== undefined && isTyped(field) && !MADE_BY_THE_APP.includes(name);
  });
  const headline: readonly string[] = [...section.headline.title, ...section.headline.facts];
  return {
    main: names.filter((name) => headline.includes(name)),
    more: names.filter((name) => !headline.includes(name)),
  };
}

/** Text fields that hold an id of ours. */
const MADE_BY_THE_APP: readonly string[] = ['channel'];

export function formValues(section: Section, entry: Entry | undefined): FormValues {
  const { main, more } = formFields(section);
  return Object.fromEntries(
    [...main, ...more].map((name) => [name, entry && toForm(valueOf(entry, name))]),
  );
}

function toForm(value: Json | undefined): FormValue {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

function fromForm(field: Field, value: FormValue): Json | undefined {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value.trim() === '') return undefined;
  if (field.kind !== 'list') return field.kind === 'longText' ? value : value.trim();
  return value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

export type FormOutcome =
  | { readonly ok: true; readonly fields: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly invalid: readonly string[] };

/** The fields to add, valid for the section; or the names of those to correct. */
export function readForm(section: Section, values: FormValues): FormOutcome {
  const fields: Record<string, Json> = {};
  for (const [name, field] of Object.entries(section.fields)) {
    const value = fromForm(field, values[name]);
    if (value !== undefined) fields[name] = value;
  }
  return checked(section, fields, fields);
}

/** The fields that differ from the entry's, null for those taken away. */
export function readChanges(section: Section, values: FormValues, entry: Entry): FormOutcome {
  const changes: Record<string, Json> = {};
  const whole: Record<string, Json> = { ...entry.fields };
  for (const name of Object.keys(values)) {
    const field = section.fields[name];
    if (!field) continue;
    const value = fromForm(field, values[name]);
    if (jsonEqual(value, valueOf(entry, name))) continue;
    changes[name] = value ?? null;
    if (value === undefined) Reflect.deleteProperty(whole, name);
    else whole[name] = value;
  }
  return checked(section, whole, changes);
}

function checked(
  section: Section,
  whole: FieldValues,
  fields: Readonly<Record<string, Json>>,
): FormOutcome {
  const result = validateFields(section, whole);
  return result.ok ? { ok: true, fields } : { ok: false, invalid: result.error.invalid };
}

/** A form's text as the date it is, for the control that edits dates. */
export const asDate = (value: FormValue): PartialDate | undefined =>
  typeof value === 'string' ? (value as PartialDate) : undefined;
