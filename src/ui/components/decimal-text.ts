/**
 * What is typed as a decimal of the record, digit for digit: "72,50" is `72.50`. Undefined while
 * it is no number.
 */
export function readDecimal(text: string): string | undefined {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace(/\.$/, '');
  const match = /^(-?)0*(\d*)(\.\d+)?$/.exec(plain);
  if (!match || !/\d/.test(plain)) return undefined;
  const [, sign = '', whole = '', part = ''] = match;
  return `${sign}${whole === '' ? '0' : whole}${part}`;
}
