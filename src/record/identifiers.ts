/**
 * Key of an INS number: 97 − (number mod 97), Corsica's 2A counted as 19 and 2B as 18.
 * @param number 13 characters: digits, with `2A` or `2B` allowed in places 6 and 7
 * @returns two digits, or undefined when the number is not of that form
 * Source: référentiel INS, Agence du numérique en santé.
 */
export function insKey(number: string): string | undefined {
  if (!/^\d{5}(?:\d{2}|2A|2B)\d{6}$/.test(number)) return undefined;
  const digits = number.replace('2A', '19').replace('2B', '18');
  return String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

/** A wrong key is said, and never refused: official examples contain some. */
export function checkInsKey(number: string, key: string): 'right' | 'wrong' | 'notAnIns' {
  const expected = insKey(number);
  if (expected === undefined) return 'notAnIns';
  return expected === key ? 'right' : 'wrong';
}

/** An RPPS number: 11 digits whose last is a Luhn check digit. */
export function isRpps(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const sum = Array.from(text, Number)
    .reverse()
    .reduce((total, digit, place) => total + luhnTerm(digit, place), 0);
  return sum % 10 === 0;
}

function luhnTerm(digit: number, place: number): number {
  if (place % 2 === 0) return digit;
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}

/** A number of GS1 (GTIN-13, CIP13, GTIN-14): digits whose last is the check digit. */
export function isGtin(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false;
  const sum = Array.from(text, Number)
    .reverse()
    .reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
