import type { PartialDate } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { Field } from '#record/fields.ts';
import { jsonEqual } from '#record/json.ts';
import { validateFields, type FieldValues, type Section } from '#record/section.ts';
import { valueOf } from './entry-values.ts';
import { fromForm, toForm, type FormValue } from './form-values.ts';

export type FormValues = Record<string, FormValue>;

/** Written by the vault or by a screen of its own. */
const NEVER_TYPED: readonly Field['kind'][] = ['file', 'json', 'windowFilter'];

const isTyped = (field: Field): boolean =>
  field.typed !== false && !NEVER_TYPED.includes(field.kind);

/** The fields of a form: those that people fill first (the section's headline), then the rest. */
export function formFields(section: Section): {
  readonly main: readonly string[];
  readonly more: readonly string[];
} {
  const names = Object.keys(section.fields).filter((name) => {
    const field = section.fields[name];
    return field !== undefined && isTyped(field);
  });
  const headline: readonly string[] = [...section.headline.title, ...section.headline.facts];
  const isMain = (name: string): boolean =>
    headline.includes(name) || section.fields[name]?.required === true;
  return { main: names.filter(isMain), more: names.filter((name) => !isMain(name)) };
}

export function formValues(section: Section, entry: Entry | undefined): FormValues {
  const { main, more } = formFields(section);
  return Object.fromEntries(
    [...main, ...more].map((name) => [name, entry && shown(section, name, entry)]),
  );
}

function shown(section: Section, name: string, entry: Entry): FormValue {
  const field = section.fields[name];
  return field && toForm(field, valueOf(entry, name));
}

export type FormOutcome =
  | { readonly ok: true; readonly fields: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly invalid: readonly string[] };

/** What a form says now, valid or not. */
export function formJson(section: Section, values: FormValues): Readonly<Record<string, Json>> {
  const fields: Record<string, Json> = {};
  for (const [name, field] of Object.entries(section.fields)) {
    const value = fromForm(field, values[name]);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** The fields to add, valid for the section; or the names of those to correct. */
export function readForm(section: Section, values: FormValues): FormOutcome {
  const fields = formJson(section, values);
  return checked(section, fields, fields);
}

/** The fields that differ from the entry's, null for those taken away. */
export function readChanges(section: Section, values: FormValues, entry: Entry): FormOutcome {
  const changes: Record<string, Json> = {};
  const whole: Record<string, Json> = { ...entry.fields };
  for (const name of Object.keys(values)) {
    const field = section.fields[name];
    // What was not touched stays as it is, digits and seconds that the form does not show included.
    if (!field || isUntouched(section, name, values[name], entry)) continue;
    const value = fromForm(field, values[name]);
    if (jsonEqual(value, valueOf(entry, name))) continue;
    changes[name] = value ?? null;
    if (value === undefined) Reflect.deleteProperty(whole, name);
    else whole[name] = value;
  }
  return checked(section, whole, changes);
}

const isUntouched = (section: Section, name: string, value: FormValue, entry: Entry): boolean =>
  JSON.stringify(shown(section, name, entry)) === JSON.stringify(value);

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
