import { parsePartialDate, type PartialDate } from '#base/time.ts';
import { isGtin } from './identifiers.ts';

/** What the DataMatrix of a French box of medicine says of it. */
export type MedicineCode = {
  readonly cip13: string;
  readonly lot: string | undefined;
  /** To the day, or to the month where the box says no day. */
  readonly expiry: PartialDate | undefined;
};

/** Ends an element of a length that varies (FNC1). */
const SEPARATOR = '\u001d';
/** Lengths of the elements that have one; the others end at a separator. GS1 General Specifications, 3.2. */
const FIXED = new Map([
  ['01', 14],
  ['11', 6],
  ['13', 6],
  ['15', 6],
  ['17', 6],
]);
const VARYING = ['10', '21', '710', '711', '712', '713', '714'];

/**
 * Reads elements of GS1 as a scanner gives them (`]d2` and separators) or as they are printed,
 * with brackets. Undefined: no code of a medicine of France (CIP13, `3400` or `3401`).
 */
export function readMedicineCode(text: string): MedicineCode | undefined {
  const elements = text.includes('(') ? readPrinted(text) : readScanned(text);
  const gtin = elements?.get('01') ?? '';
  if (!/^0340[01]\d{9}$/.test(gtin) || !isGtin(gtin)) return undefined;
  return {
    cip13: gtin.slice(1),
    lot: elements?.get('10'),
    expiry: expiryOf(elements?.get('17') ?? ''),
  };
}

function readScanned(text: string): ReadonlyMap<string, string> | undefined {
  const elements = new Map<string, string>();
  let rest = text.trim().replace(/^\]d2/, '').replaceAll('\u00e8', SEPARATOR);
  while (rest !== '') {
    if (rest.startsWith(SEPARATOR)) {
      rest = rest.slice(1);
      continue;
    }
    const name = [...FIXED.keys(), ...VARYING].find((known) => rest.startsWith(known));
    if (name === undefined) return undefined;
    const value = rest.slice(name.length);
    const end =
      FIXED.get(name) ?? (value.includes(SEPARATOR) ? value.indexOf(SEPARATOR) : value.length);
    if (!isElement(name, value.slice(0, end))) return undefined;
    elements.set(name, value.slice(0, end));
    rest = value.slice(end);
  }
  return elements;
}

function readPrinted(text: string): ReadonlyMap<string, string> | undefined {
  const elements = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/\((\d{2,4})\)\s*([^(\s]*)/g)) {
    if (!isElement(name, value)) return undefined;
    elements.set(name, value);
  }
  return elements;
}

function isElement(name: string, value: string): boolean {
  const length = FIXED.get(name);
  if (length !== undefined) return value.length === length && /^\d+$/.test(value);
  return /^[!-~]{1,20}$/.test(value);
}

/** YYMMDD, a day of 00 where only the month is said. */
function expiryOf(text: string): PartialDate | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  const date = parsePartialDate(`20${year}-${month}${day === '00' ? '' : `-${day}`}`);
  return date.ok ? date.value : undefined;
}
