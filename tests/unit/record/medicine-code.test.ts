import { describe, expect, it } from 'vitest';
import { readMedicineCode } from '#record/medicine-code.ts';

const FNC1 = '\u001d';
const GTIN = '03400936403116';

describe('the code of a box of medicine', () => {
  it.each([
    ['as a scanner gives it', `]d201${GTIN}1727013110AB12${FNC1}21SN0001`],
    ['with a separator before it', `${FNC1}01${GTIN}1727013110AB12`],
    ['with its elements in another order', `01${GTIN}21SN0001${FNC1}10AB12${FNC1}17270131`],
    ['as it is printed', `(01)${GTIN}(17)270131(10)AB12 (21)SN0001`],
  ])('is read %s', (_way, text) => {
    expect(readMedicineCode(text)).toEqual({
      cip13: '3400936403116',
      lot: 'AB12',
      expiry: '2027-01-31',
    });
  });

  it('keeps an expiry that is known to the month a month', () => {
    expect(readMedicineCode(`01${GTIN}17280200`)?.expiry).toBe('2028-02');
    expect(readMedicineCode(`01${GTIN}17280229`)?.expiry).toBe('2028-02-29');
    expect(readMedicineCode(`01${GTIN}17270229`)?.expiry).toBeUndefined();
  });

  it('may say its number alone', () => {
    expect(readMedicineCode(`01${GTIN}`)).toEqual({
      cip13: '3400936403116',
      lot: undefined,
      expiry: undefined,
    });
  });

  it.each([
    ['a check digit that is wrong', '0103400936403117'],
    ['the number of other goods', '0103017620422003'],
    ['an element that no box has', `01${GTIN}99x`],
    ['a number cut short', '01034009364'],
    ['letters in a number', '010340093640311A'],
    ['a lot beyond its length', `01${GTIN}10${'A'.repeat(21)}`],
    ['an address', 'https://example.org/(01)x'],
    ['nothing', ''],
  ])('is not %s', (_what, text) => {
    expect(readMedicineCode(text)).toBeUndefined();
  });
});
