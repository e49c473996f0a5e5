import { instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import type { Field, InstantWithZone, Quantity } from '#record/fields.ts';
import { readDecimal } from '../components/decimal-text.ts';
import { readWallClock, wallClock } from './wall-clock.ts';

/** A number and its unit as they are typed. */
export type QuantityDraft = { readonly value: string; readonly unit: string };
/** What a clock of that zone shows. */
export type MomentDraft = { readonly local: string; readonly zone: string };
/** What a form holds for one field while it is being filled; undefined is nothing. */
export type FormValue =
  string | boolean | readonly string[] | QuantityDraft | MomentDraft | undefined;

const isTextList = (field: Field): boolean => field.kind === 'list' && field.of.kind === 'text';

/** A value of an entry, as its form shows it. */
export function toForm(field: Field, value: Json | undefined): FormValue {
  if (value === undefined || value === null) return undefined;
  if (field.kind === 'list' && isTextList(field)) return (value as string[]).join('\n');
  if (field.kind === 'list' || field.kind === 'links') return value as string[];
  if (field.kind === 'quantity') {
    return { value: (value as Quantity).value, unit: (value as Quantity).unit };
  }
  if (field.kind === 'instantWithZone') {
    const { at, zone } = value as InstantWithZone;
    return { local: wallClock(instant(at), zone), zone };
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** What a form says, as its field holds it; what cannot be one is left as typed, to be refused. */
export function fromForm(field: Field, value: FormValue): Json | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'string') return textFromForm(field, value);
  if ('local' in value) return momentFromForm(value);
  if ('unit' in value) return quantityFromForm(value);
  return value.length > 0 ? [...value] : undefined;
}

function textFromForm(field: Field, text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  if (field.kind === 'longText') return text;
  if (field.kind === 'decimal') return readDecimal(text) ?? text;
  if (field.kind !== 'list') return text.trim();
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean);
}

function momentFromForm({ local, zone }: MomentDraft): Json | undefined {
  if (local === '') return undefined;
  const at = readWallClock(local, zone);
  return typeof at === 'number' ? { at, zone } : local;
}

function quantityFromForm({ value, unit }: QuantityDraft): Json | undefined {
  if (value.trim() === '') return undefined;
  return { value: readDecimal(value) ?? value, unit: unit.trim() };
}
