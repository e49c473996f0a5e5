import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RECORD_HUES } from '#ui/components/record-hue.ts';

const css = readFileSync(new URL('../../../src/app.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Colour = readonly [red: number, green: number, blue: number];

/** Declarations of the rules whose selector holds `selector`: token → value in each theme. */
function tokensOf(selector: string): Map<string, Record<Theme, string>> {
  const found = new Map<string, Record<Theme, string>>();
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selectors.includes(selector)) continue;
    const declarations = body.matchAll(/(--[\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)/g);
    for (const [, name = '', light = '', dark = ''] of declarations) {
      found.set(name, { light, dark });
    }
  }
  return found;
}

const colourOf = (hex: string): Colour => [
  parseInt(hex.slice(1, 3), 16) / 255,
  parseInt(hex.slice(3, 5), 16) / 255,
  parseInt(hex.slice(5, 7), 16) / 255,
];

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance([red, green, blue]: Colour): number {
  const linear = (part: number): number =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(colourOf(a)), luminance(colourOf(b))].sort(
    (x, y) => y - x,
  );
  return (light + 0.05) / (dark + 0.05);
}

const base = tokensOf(':root');
const paletteOf = (hue: string): Map<string, Record<Theme, string>> =>
  new Map([...base, ...tokensOf(`[data-record='${hue}']`)]);

/** Text on the grounds where components put it. */
const TEXT_PAIRS = [
  ['ink', ['paper', 'sheet', 'record-soft', 'alert-soft', 'mark']],
  ['ink-2', ['paper', 'sheet', 'record-soft', 'alert-soft', 'mark']],
  ['ink-3', ['paper', 'sheet']],
  ['ok', ['paper', 'sheet']],
  ['wait', ['paper', 'sheet']],
  ['alert', ['paper', 'sheet', 'alert-soft']],
  ['record', ['paper', 'sheet']],
  ['record-ink', ['paper', 'sheet', 'record-soft']],
  ['on-record', ['record', 'record-ink']],
  ['paper', ['ink']],
  ['mark', ['ink']],
] as const;

/** Borders and marks that must be seen to know what can be done. */
const EDGE_PAIRS = [
  ['edge', ['paper', 'sheet']],
  ['record', ['paper', 'sheet', 'record-soft']],
  ['alert', ['paper', 'sheet']],
  ['ink', ['paper', 'sheet', 'record-soft', 'alert-soft']],
] as const;

const cases = RECORD_HUES.flatMap((hue) => THEMES.map((theme) => ({ hue, theme })));

describe.each(cases)('the colours of a $hue record in the $theme theme', ({ hue, theme }) => {
  const palette = paletteOf(hue);
  const valueOf = (token: string): string => {
    const value = palette.get(`--${token}`)?.[theme];
    if (value === undefined) throw new Error(`no token --${token}`);
    return value;
  };
  const weakPairs = (
    pairs: readonly (readonly [string, readonly string[]])[],
    least: number,
  ): string[] =>
    pairs.flatMap(([over, grounds]) =>
      grounds
        .filter((ground) => contrast(valueOf(over), valueOf(ground)) < least)
        .map((ground) => `${over} on ${ground}`),
    );

  test('every text is readable on its ground (4.5 : 1)', () => {
    expect(weakPairs(TEXT_PAIRS, 4.5)).toEqual([]);
  });

  test('every edge is visible on its ground (3 : 1)', () => {
    expect(weakPairs(EDGE_PAIRS, 3)).toEqual([]);
  });

  test('the record stands out as much as the first hue does', () => {
    const first = paletteOf('pine').get('--record')?.[theme] ?? '';
    const difference = contrast(valueOf('record'), first);
    expect(difference).toBeLessThan(1.05);
  });
});

describe('the tokens', () => {
  test('are those of the page about the look', () => {
    const said = [...base].map(([name, { light, dark }]) => `${name.slice(2)} ${light} ${dark}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'paper #faf7f1 #14191a',
        'sheet #fffdf9 #1b2223',
        'line #e6dfd2 #2c3536',
        'ink #1f2a2e #ecebe4',
        'ink-2 #57656a #a9b3b3',
        'ink-3 #647074 #8d9898',
        'edge #857d6d #727d7e',
        'record #1d5c54 #7cc4b3',
        'record-soft #e1ede8 #1f3632',
        'record-ink #123f39 #bfe6dc',
        'ok #2b6b3f #8fd0a1',
        'wait #8a5a00 #e3b660',
        'alert #a3262a #f09a92',
        'alert-soft #fbe9e6 #3a2322',
        'mark #f6e7b8 #4a3f1d',
      ]),
    );
  });

  test('name every hue that a record can have', () => {
    const hues = [...css.matchAll(/\[data-record='(\w+)'\]/g)].map(([, hue]) => hue);
    expect(hues).toEqual([...RECORD_HUES]);
  });

  test('contrast is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
