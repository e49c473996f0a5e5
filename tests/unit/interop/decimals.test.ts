import { expect, test } from 'vitest';
import { toDecimal } from '#interop/text/decimals.ts';

test('a number keeps the digits it was given', () => {
  expect(
    ['72.50', '0.290', '1e3', '2.5E-2', '-0.5', '+07', '.5'].map((text) => toDecimal(text)),
  ).toEqual(['72.50', '0.290', '1000', '0.025', '-0.5', '7', '0.5']);
});

test('a comma is decimal only where the format says so', () => {
  expect(toDecimal('1,5')).toBeUndefined();
  expect(toDecimal('1,5', 'decimal')).toBe('1.5');
  expect(toDecimal('1 234,5', 'decimal')).toBe('1234.5');
});

test('what is no number, or none that the record can hold, is none', () => {
  for (const text of [
    '',
    'NaN',
    '1e99',
    '0x1F',
    '1.2.3',
    '12kg',
    '٣',
    'Infinity',
    '9'.repeat(40),
  ]) {
    expect(toDecimal(text), text).toBeUndefined();
  }
});
