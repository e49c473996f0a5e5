/** Digits that a field can hold (`record/field-values.ts`). */
const HELD = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/;

/**
 * A number as it was written to the record's form: a dot, no leading zero or plus, no exponent.
 * `1,5` is read where `comma` says that a comma is a decimal one. Undefined when it is no number.
 */
export function toDecimal(
  text: string,
  comma: 'decimal' | 'refused' = 'refused',
): string | undefined {
  const trimmed = text.trim().replace(/[\u00a0\u202f ]/g, '');
  const dotted = comma === 'decimal' ? trimmed.replace(',', '.') : trimmed;
  const match = /^([+-]?)0*(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,2}))?$/.exec(dotted);
  if (!match) return undefined;
  const [, sign = '', digits = '', exponent] = match;
  const whole = digits.startsWith('.') ? `0${digits}` : digits;
  const moved = exponent === undefined ? whole : moveDot(whole, Number(exponent));
  const value = `${sign === '-' ? '-' : ''}${moved}`;
  const short = value.length > 28 ? shorten(value) : value;
  return HELD.test(short) ? short : undefined;
}

function moveDot(digits: string, by: number): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const all = whole + fraction;
  const dot = whole.length + by;
  if (dot <= 0) return `0.${'0'.repeat(-dot)}${all}`;
  if (dot >= all.length) return trimZeros(all + '0'.repeat(dot - all.length));
  return `${trimZeros(all.slice(0, dot))}.${all.slice(dot)}`;
}

const trimZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** More decimals than the record keeps, as floating point leaves behind, are cut. */
const shorten = (value: string): string => value.replace(/(\.\d{12})\d+$/, '$1');
