import type { EntryId } from '#base/ids.ts';
import type { Json } from './entry.ts';
import type { Field } from './fields.ts';
import { isValueOf } from './field-values.ts';

/** Whether the value is valid, codes included, for this very version. */
export const isKnownValue = (field: Field, value: unknown): boolean =>
  isValueOf(field, value, 'written');

type JsonRecord = { readonly [key: string]: Json };

/**
 * What a window shows of a valid value: only what this version understands of it, references
 * only to what is shown. Undefined: nothing, and then the field is as if it had never been.
 */
export function visibleValue(
  field: Field,
  value: Json,
  idOfShown: (id: EntryId) => EntryId | undefined,
): Json | undefined {
  if (field.projectable === false) return undefined;
  switch (field.kind) {
    case 'text':
    case 'longText':
      return value === '' ? undefined : value;
    case 'choice':
      return isKnownValue(field, value) ? value : undefined;
    case 'code':
    case 'partialDate':
    case 'decimal':
    case 'boolean':
      return value;
    case 'instantWithZone':
      return only(value, ['at', 'zone']);
    case 'quantity':
      return only(value, ['value', 'unit']);
    case 'file':
      return only(value, ['blob', 'key', 'sizeBytes', 'mediaType', 'name']);
    case 'list':
      return filled(
        (value as readonly Json[]).map((item) => visibleValue(field.of, item, idOfShown)),
      );
    case 'links':
      return filled((value as readonly EntryId[]).map(idOfShown));
    case 'json':
    case 'windowFilter':
      return undefined;
  }
}

const only = (value: Json, keys: readonly string[]): Json =>
  Object.fromEntries(keys.map((key) => [key, (value as JsonRecord)[key] ?? null]));

function filled(items: readonly (Json | undefined)[]): Json | undefined {
  const shown = items.filter((item) => item !== undefined);
  return shown.length > 0 ? shown : undefined;
}
