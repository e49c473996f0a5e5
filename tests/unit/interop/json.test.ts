import { describe, expect, test } from 'vitest';
import { jsonDepth, readJson } from '#interop/text/read-json.ts';

describe('JSON', () => {
  test('numbers keep their digits where the reader asks for text', () => {
    const text = '{"a":72.50,"b":[-0,1E5,"7.0"],"c":"x 1.0 \\" 2.0"}';
    expect(readJson(text, 'asText')).toEqual({
      ok: true,
      value: { a: '72.50', b: ['-0', '1E5', '7.0'], c: 'x 1.0 " 2.0' },
    });
  });

  test('what is no JSON number stays refused', () => {
    for (const text of ['[01]', '[1.]', '[.5]', '[+1]', '[1e]', '[-]', '[0x1]', '[NaN]', '[1 2]']) {
      expect(readJson(text, 'asText').ok, text).toBe(false);
    }
  });

  test('nesting has a limit, brackets in strings aside', () => {
    expect(jsonDepth('{"a":["[[[["]}')).toBe(2);
    expect(readJson('['.repeat(101))).toEqual({
      ok: false,
      error: { type: 'TooLarge', limit: 'depth' },
    });
    expect(readJson('['.repeat(100) + ']'.repeat(100)).ok).toBe(true);
  });

  test('no key reaches a prototype', () => {
    const read = readJson('{"__proto__":{"x":1},"a":{"__proto__":2}}');
    expect(read.ok && JSON.stringify(read.value)).toBe('{"a":{}}');
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
