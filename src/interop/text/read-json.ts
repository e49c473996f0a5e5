import { err, ok, type Result } from '#base/result.ts';
import { notReadable, tooLarge, type InteropError } from '../errors.ts';
import { limits } from '../limits.ts';
import { endOfString } from './json-strings.ts';
import { quoteDecimals } from './quote-decimals.ts';

/** JSON as it came, without any promise on its shape. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonRecord = { readonly [key: string]: JsonValue };

/**
 * Parses JSON (RFC 8259) of bounded depth. Numbers come as their own text where `decimals` asks
 * for it: `72.50` stays `72.50`.
 */
export function readJson(
  text: string,
  decimals: 'asText' | 'asNumber' = 'asNumber',
): Result<JsonValue, InteropError> {
  if (jsonDepth(text) > limits.jsonDepth) return err(tooLarge('depth'));
  try {
    const source = decimals === 'asText' ? quoteDecimals(text) : text;
    return ok(JSON.parse(source, dropPrototype) as JsonValue);
  } catch (failure) {
    if (failure instanceof SyntaxError) return err(notReadable('JSON'));
    throw failure;
  }
}

/** `JSON.parse` makes `__proto__` an own property; nobody after it should meet one. */
const dropPrototype = (key: string, value: unknown): unknown =>
  key === '__proto__' ? undefined : value;

const QUOTE = 0x22;

/** How deep brackets nest, strings left aside; counted before anything recurses. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
