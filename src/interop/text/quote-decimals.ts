import { endOfString } from './json-strings.ts';

const NUMBER = /-?\d[\d.eE+-]*/y;
/** RFC 8259 §6. What is not a number stays as it is, for the parser to refuse. */
const STRICT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * JSON text whose numbers became strings of the same characters, so that no digit is lost. Health
 * values are decimals: FHIR asks that `1.50` and `1.5` stay apart.
 */
export function quoteDecimals(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = at;
      const [number = ''] = NUMBER.exec(text) ?? [];
      if (number === '') continue;
      if (STRICT.test(number)) {
        parts.push(text.slice(copied, at), '"', number, '"');
        copied = at + number.length;
      }
      at += number.length - 1;
    }
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
