import type { Json } from './entry.ts';

/** Deeper values are refused: decoders of the merge library recurse. */
const MAX_DEPTH = 16;

/**
 * Plain JSON that survives every codec of the record unchanged: finite numbers, well-formed
 * text, at most 16 levels, and no key that libraries read from an object's prototype.
 */
export function isJson(value: unknown, depth = 0): value is Json {
  if (depth > MAX_DEPTH) return false;
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) {
    // A hole is undefined, which `every` would step over.
    return Array.from<unknown>(value).every((item) => isJson(item, depth + 1));
  }
  return isPlainObject(value) && hasJsonProperties(value, depth);
}

const hasJsonProperties = (value: JsonObject, depth: number): boolean =>
  Object.entries(value).every(
    ([key, item]) => isSafeKey(key) && key.isWellFormed() && isJson(item, depth + 1),
  );

/** `obj[key] =` would set the prototype; Yjs tells a value's type by its `constructor`. */
const isSafeKey = (key: string): boolean => key !== '__proto__' && key !== 'constructor';

export type JsonObject = { readonly [key: string]: unknown };

export const isPlainObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The value of an own property, never of the prototype's. */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Length of the JSON text, in UTF-16 code units. */
export const jsonLength = (value: Json): number => JSON.stringify(value).length;

/** Equality of JSON values; the order of an object's keys does not count. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sortedText(a) === sortedText(b));
}

/** JSON text with the keys of every object in code-unit order: equal values, equal text. */
export const sortedText = (value: Json): string =>
  JSON.stringify(value, (_key, item: Json) => (isObject(item) ? sortKeys(item) : item));

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortKeys = (object: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
