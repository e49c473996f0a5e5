import { describe, expect, test } from 'vitest';
import { countLines, findRuntimeCycle, measureFunctions, percentile } from './measures.ts';
import { CODE, isComponent, readFiles, type SourceFile } from './source-files.ts';

const FILE_LINES = 300;
const FUNCTION_LINES_P95 = 40;
const COMPONENT_LINES_P95 = 150;
const CRYPTO_LINES = 1_500;

const sources = readFiles('src', CODE);
const tests = readFiles('tests', CODE);
const longest = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter(({ text }) => countLines(text) > FILE_LINES);
const linesOf = (files: readonly SourceFile[]): number =>
  files.reduce((sum, { text }) => sum + countLines(text), 0);
const inLayer = (layer: string): SourceFile[] =>
  sources.filter(({ path }) => path.startsWith(`src/${layer}/`));

describe('budgets', () => {
  test('no file is longer than 300 lines', () => {
    const tooLong = [...sources, ...tests].filter(
      ({ path }) => !path.startsWith('tests/fixtures/') && !path.startsWith('src/i18n/'),
    );
    console.log(`files: ${String(sources.length)}, lines: ${String(linesOf(sources))}`);
    expect(longest(tooLong).map(({ path }) => path)).toEqual([]);
    expect(longest([{ path: 'x.ts', text: '\n'.repeat(FILE_LINES + 1) }])).toHaveLength(1);
  });

  test('19 functions of 20 have at most 40 lines', () => {
    const functions = sources.flatMap(measureFunctions);
    const p95 = percentile(
      functions.map(({ lines }) => lines),
      0.95,
    );
    console.log(`functions: ${String(functions.length)}, p95: ${String(p95)} lines`);
    expect(p95).toBeLessThanOrEqual(FUNCTION_LINES_P95);
    const long = `function f() {\n${'x;\n'.repeat(50)}}`;
    expect(measureFunctions({ path: 'x.ts', text: long })).toEqual([{ name: 'x.ts:1', lines: 52 }]);
  });

  test('19 components of 20 have at most 150 lines', () => {
    const lengths = sources
      .filter(({ path }) => isComponent(path))
      .map(({ text }) => countLines(text));
    const p95 = percentile(lengths, 0.95);
    console.log(`components: ${String(lengths.length)}, p95: ${String(p95)} lines`);
    expect(p95).toBeLessThanOrEqual(COMPONENT_LINES_P95);
    expect(percentile([10, 20, 500], 0.95)).toBe(500);
  });

  test('no import at run time comes back to its start', () => {
    expect(findRuntimeCycle(sources)).toBeUndefined();
    const cyclic = [
      { path: 'src/a/x.ts', text: `import './y.ts';` },
      { path: 'src/a/y.ts', text: `import { z } from '#b/z.ts';` },
      { path: 'src/b/z.ts', text: `import '#a/x.ts';` },
    ];
    expect(findRuntimeCycle(cyclic)).toHaveLength(4);
  });

  test('crypto/ can be read in an afternoon', () => {
    const lines = linesOf(inLayer('crypto'));
    console.log(`crypto: ${String(lines)} lines`);
    expect(lines).toBeLessThanOrEqual(CRYPTO_LINES);
  });
});
