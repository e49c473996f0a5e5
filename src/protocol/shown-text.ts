/** Line breaks, control characters and direction overrides: one text must not look like another. */
const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const LAYOUT = /[\t\n]/g;

/** One line that a screen can show as it is [P74]. `maxLength` in UTF-16 units. */
export const isShownLine = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' &&
  value.length <= maxLength &&
  value.isWellFormed() &&
  !UNSHOWABLE.test(value);

/** A line without what could not be shown. */
export const toShownLine = (text: string): string =>
  text.replace(new RegExp(UNSHOWABLE, 'gu'), ' ').trim();

/** Lines without what could not be shown. */
export const toShownText = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.split('\t').map(cleaned).join('\t'))
    .join('\n')
    .trim();

const cleaned = (text: string): string => text.replace(new RegExp(UNSHOWABLE, 'gu'), ' ');

/** The same over several lines [P92]. */
export const isShownText = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' &&
  value.length <= maxLength &&
  isShownLine(value.replace(LAYOUT, ' '), maxLength);

/** The members of a JSON object; undefined for any other text. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
