import type { PartialDate } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import { isValueOf } from '#record/field-values.ts';
import type { Field, InstantWithZone, Quantity, FileRef } from '#record/fields.ts';
import type { Section } from '#record/section.ts';
import { language } from '../state/language.svelte.ts';
import { terms } from '../state/terms.svelte.ts';
import { isShownSection } from './shown-sections.ts';

type Options = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a code of a choice field means, in words; the code itself when it is of a newer version. */
export function optionText(section: string, field: string, code: string): string {
  if (!isShownSection(section)) return code;
  const words = language.detailsIfAny?.sections[section] ?? language.words.sections[section];
  return (words.options as Options)[field]?.[code] ?? code;
}

/** "72,50": every digit that was given, in the writing of this language. */
export function decimalText(value: string): string {
  const digits = value.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(language.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Number(value));
}

/** A UCUM code as people write it: "mmHg", "°C". */
export const unitText = (unit: string): string => language.words.values.units[unit] ?? unit;

/** "72,5 kg" */
export const quantityText = ({ value, unit }: Quantity): string =>
  `${decimalText(value)}\u00a0${unitText(unit)}`;

/** A field's value as a person reads it; empty when there is none, or none that can be read. */
export function fieldText(
  section: Section,
  name: string,
  value: Json | undefined,
  today?: PartialDate,
): string {
  const field = section.fields[name];
  if (!field || value === undefined || !isValueOf(field, value, 'received')) return '';
  return valueText(section.code, name, field, value, today);
}

function valueText(
  section: string,
  name: string,
  field: Field,
  value: Json,
  today: PartialDate | undefined,
): string {
  const { formats, words } = language;
  switch (field.kind) {
    case 'text':
      return namedText(field.suggests, value as string);
    case 'longText':
      return value as string;
    case 'code':
      return terms.label(field.valueSet, value as string) ?? '';
    case 'decimal':
      return decimalText(value as string);
    case 'choice':
      return optionText(section, name, value as string);
    case 'partialDate':
      return formats.day(value as PartialDate, today);
    case 'instantWithZone':
      return momentText(value as InstantWithZone, today);
    case 'quantity':
      return quantityText(value as Quantity);
    case 'boolean':
      return value === true ? words.record.section.yes : words.record.section.no;
    case 'file':
      return `${(value as FileRef).name}, ${formats.fileSize((value as FileRef).sizeBytes)}`;
    case 'list':
      return (value as readonly Json[])
        .map((item) => valueText(section, name, field.of, item, today))
        .filter(Boolean)
        .join(', ');
    case 'links':
    case 'windowFilter':
    case 'json':
      return '';
  }
}

/** A text that may be a code of the list it suggests. */
const namedText = (suggests: string | undefined, text: string): string =>
  suggests !== undefined && /^\d+$/.test(text) ? (terms.label(suggests, text) ?? text) : text;

/** The hour that clocks showed where it was lived. */
export const momentText = ({ at, zone }: InstantWithZone, today?: PartialDate): string =>
  language.formatsIn(zone).moment(at, today);
