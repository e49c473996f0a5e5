import { describe, expect, it } from 'vitest';
import { isJson, jsonEqual, own, sortedText } from '#record/json.ts';

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

describe('plain JSON', () => {
  it('is text, finite numbers, booleans, null, lists and plain objects of these', () => {
    const values = ['', 'é', 0, -1.5, true, null, [], {}, [{ a: [null] }], deep(16)];
    expect(values.filter((value) => !isJson(value))).toEqual([]);
  });

  it('is nothing that a codec would change or choke on', () => {
    const values = [
      undefined,
      Number.NaN,
      -Infinity,
      -0,
      1n,
      Symbol('x'),
      (): void => undefined,
      new Date(0),
      new Map(),
      new Uint8Array(1),
      Object.create(null),
      '\ud800',
      { '\udc00': 1 },
      [undefined],
      Array(1),
      { a: undefined },
      JSON.parse('{"__proto__":1}'),
      { constructor: 1 },
      deep(17),
    ];
    expect(values.filter((value) => isJson(value))).toEqual([]);
  });

  it('is equal whatever the order of keys, and different when anything else differs', () => {
    expect(jsonEqual({ a: [1, { b: 2, c: 3 }] }, { a: [1, { c: 3, b: 2 }] })).toBe(true);
    expect(jsonEqual([1, 2], [2, 1])).toBe(false);
    expect(jsonEqual({ a: 1 }, { a: '1' })).toBe(false);
    expect(jsonEqual(undefined, null)).toBe(false);
    expect(jsonEqual(undefined, undefined)).toBe(true);
  });

  it('has one text for equal values', () => {
    expect(sortedText({ b: 1, a: { d: [], c: null } })).toBe('{"a":{"c":null,"d":[]},"b":1}');
  });
});

describe('a property', () => {
  it('is own or none', () => {
    expect(own({ a: 1 }, 'a')).toBe(1);
    expect(own({}, 'toString')).toBeUndefined();
  });
});
