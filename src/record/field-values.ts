import { parsePartialDate } from '#base/time.ts';
import { assertNever } from '#base/assert.ts';
import { defaultMaxLengths, DEFAULT_MAX_ITEMS, type Field } from './fields.ts';
import { isJson, isPlainObject, jsonLength, own } from './json.ts';
import { isWindowFilter } from './window-filter.ts';

/** `written` here, by a form; or `received` from a device that may be newer. */
export type Origin = 'written' | 'received';

/** Whether a value is one that the field can hold. Closed on types, lengths and shapes. */
export function isValueOf(field: Field, value: unknown, origin: Origin): boolean {
  switch (field.kind) {
    case 'text':
      return (
        isText(value, field.maxLength ?? defaultMaxLengths.text, CONTROLS) && isFilled(field, value)
      );
    case 'longText':
      return (
        isText(value, field.maxLength ?? defaultMaxLengths.longText, CONTROLS_BUT_LAYOUT) &&
        isFilled(field, value)
      );
    case 'choice':
      return isCode(value) && (origin === 'received' || field.options.includes(value));
    case 'code':
      return isCode(value);
    case 'partialDate':
      return typeof value === 'string' && parsePartialDate(value).ok;
    case 'instantWithZone':
      return isInstantWithZone(value);
    case 'decimal':
      return isDecimal(value);
    case 'quantity':
      return isQuantity(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'file':
      return isFile(value);
    case 'links':
      return isListOf(value, DEFAULT_MAX_ITEMS, isEntryId);
    case 'list':
      return isListOf(value, field.maxItems ?? DEFAULT_MAX_ITEMS, (item) =>
        isValueOf(field.of, item, origin),
      );
    case 'windowFilter':
      return isWindowFilter(value);
    case 'json':
      return isJson(value) && jsonLength(value) <= (field.maxLength ?? defaultMaxLengths.json);
    default:
      return assertNever(field);
  }
}

const CONTROLS = /[\u0000-\u001f\u007f]/;
const CONTROLS_BUT_LAYOUT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const isText = (value: unknown, maxLength: number, refused: RegExp): value is string =>
  typeof value === 'string' &&
  value.length <= maxLength &&
  value.isWellFormed() &&
  !refused.test(value);

const isFilled = (field: Field, value: string): boolean =>
  field.required !== true || value.trim() !== '';

/** A code of ours or of a terminology: letters, digits and `. _ -`, at most 64. */
export const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value);

/** A field's name, known or not: never one that an object inherits by syntax. */
export const isFieldName = (name: string): boolean =>
  /^[a-z][A-Za-z0-9]{0,63}$/.test(name) && name !== 'constructor';

const isDecimal = (value: unknown): boolean =>
  typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/.test(value);

function isQuantity(value: unknown): boolean {
  if (!isPlainObject(value) || !isDecimal(own(value, 'value'))) return false;
  const unit = own(value, 'unit');
  return isText(unit, 32, CONTROLS) && unit.trim() !== '';
}

/** The bounds of JavaScript's own dates, in milliseconds. */
const MAX_INSTANT = 8_640_000_000_000_000;

function isInstantWithZone(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const [at, zone] = [own(value, 'at'), own(value, 'zone')];
  return (
    typeof at === 'number' &&
    Number.isInteger(at) &&
    Math.abs(at) <= MAX_INSTANT &&
    typeof zone === 'string' &&
    /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)
  );
}

const MAX_FILE_BYTES = 2 ** 31;

function isFile(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const [sizeBytes, mediaType] = [own(value, 'sizeBytes'), own(value, 'mediaType')];
  return (
    isHex(own(value, 'blob'), 64) &&
    isHex(own(value, 'key'), 64) &&
    typeof sizeBytes === 'number' &&
    Number.isInteger(sizeBytes) &&
    sizeBytes >= 0 &&
    sizeBytes <= MAX_FILE_BYTES &&
    typeof mediaType === 'string' &&
    /^[a-z]{1,32}\/[a-z0-9.+-]{1,96}$/.test(mediaType) &&
    isText(own(value, 'name'), 255, CONTROLS)
  );
}

export const isEntryId = (value: unknown): boolean => isHex(value, 32);

const isHex = (value: unknown, digits: number): boolean =>
  typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/.test(value);

const isListOf = (value: unknown, max: number, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= max && value.every(isItem);
