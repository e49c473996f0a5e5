import { describe, expect, it } from 'vitest';
import { isFieldName, isValueOf } from '#record/field-values.ts';
import type { Field } from '#record/fields.ts';

const isValid = (field: Field, value: unknown): boolean => isValueOf(field, value, 'written');

const HASH = 'ab'.repeat(32);
const file = { blob: HASH, key: HASH, sizeBytes: 0, mediaType: 'application/pdf', name: 'a.pdf' };

const cases: readonly [Field, readonly unknown[], readonly unknown[]][] = [
  [
    { kind: 'text', maxLength: 5 },
    ['', 'Élise', '<b>'],
    ['sixsix', 'a\nb', 'a\u0000', '\u007f', '\ud800', 1, null, undefined, ['a'], { length: 1 }],
  ],
  [{ kind: 'text', required: true }, [' a '], ['', '   ']],
  [{ kind: 'longText' }, ['a\nb\tc\r\n'], ['\u0000', 'x'.repeat(20_001), '\udfff']],
  [
    { kind: 'choice', options: ['low', 'high'] },
    ['low'],
    ['medium', '', 'Low', 'constructor', ['low']],
  ],
  [
    { kind: 'code', valueSet: 'documentTypes' },
    ['11502-2', 'DOCPAT01'],
    ['', 'a b', 'x'.repeat(65)],
  ],
  [
    { kind: 'partialDate' },
    ['2024', '2024-02', '2024-02-29'],
    ['2023-02-29', '2024-2', '20240229', '', 2024, '1799'],
  ],
  [
    { kind: 'instantWithZone' },
    [
      { at: 0, zone: 'Europe/Paris' },
      { at: -1, zone: 'Etc/GMT+4', later: 1 },
    ],
    [{ at: 0.5, zone: 'UTC' }, { at: 0 }, { at: 9e15, zone: 'UTC' }, { at: 0, zone: '../x' }, 0],
  ],
  [
    { kind: 'decimal' },
    ['0', '72.50', '-0.1', '999999999999999.999999999999'],
    ['', '072', '72,5', '.5', '5.', '1e3', '+1', 'NaN', 72, '１'],
  ],
  [
    { kind: 'quantity' },
    [{ value: '120', unit: 'mm[Hg]' }],
    [{ value: 120, unit: 'mm[Hg]' }, { value: '120' }, { value: '120', unit: ' ' }, '120'],
  ],
  [{ kind: 'boolean' }, [true, false], ['true', 0, null]],
  [
    { kind: 'file' },
    [file, { ...file, sizeBytes: 2 ** 31 }],
    [
      { ...file, blob: HASH.toUpperCase() },
      { ...file, key: 'ab' },
      { ...file, sizeBytes: -1 },
      { ...file, sizeBytes: 2 ** 31 + 1 },
      { ...file, mediaType: 'text/html; charset=x' },
      { ...file, name: 'a\u0000.pdf' },
      Object.create(file),
      [file],
    ],
  ],
  [
    { kind: 'links', sections: ['documents'] },
    [[], ['0'.repeat(32)]],
    [['0'.repeat(31)], ['G'.repeat(32)], '0'.repeat(32), Array(65).fill('0'.repeat(32))],
  ],
  [
    { kind: 'list', of: { kind: 'text', maxLength: 3 }, maxItems: 2 },
    [[], ['a', 'b']],
    [['a', 'b', 'c'], ['long'], 'a', [1]],
  ],
  [
    { kind: 'json', maxLength: 20 },
    [null, 0, 'x', [{ a: [true] }]],
    [
      undefined,
      Number.NaN,
      Infinity,
      -0,
      1n,
      new Date(0),
      'x'.repeat(20),
      JSON.parse('{"__proto__":1}'),
      { constructor: 1 },
    ],
  ],
  [{ kind: 'windowFilter' }, [], [{}, null, { number: 1 }]],
];

describe.each(cases)('a field %o', (field, valid, invalid) => {
  it('holds what it is for', () => {
    expect(valid.filter((value) => !isValid(field, value))).toEqual([]);
  });

  it('refuses everything else', () => {
    expect(invalid.filter((value) => isValid(field, value))).toEqual([]);
  });
});

describe('a choice received from another device', () => {
  const field: Field = { kind: 'choice', options: ['low'] };

  it('may be a well-formed code of a newer version', () => {
    expect(isValueOf(field, 'medium', 'received')).toBe(true);
  });

  it('is never anything but a code', () => {
    const refused = ['', 'a b', 'x'.repeat(65), '<script>', 1, null];
    expect(refused.filter((value) => isValueOf(field, value, 'received'))).toEqual([]);
  });
});

describe('a field name', () => {
  it('is never one that an object has by itself in syntax', () => {
    expect(isFieldName('birthDate')).toBe(true);
    const refused = ['__proto__', 'constructor', '', 'a.b', 'f#1', 'x'.repeat(65)];
    expect(refused.filter(isFieldName)).toEqual([]);
  });
});
