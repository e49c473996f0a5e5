import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES, GOLDEN, readSample, samples } from './golden-files.ts';

describe('formats in', () => {
  test.each(samples())('%s gives what its golden file tells', async (path) => {
    const golden: unknown = JSON.parse(readFileSync(path + GOLDEN, 'utf8'));
    expect(await readSample(path)).toEqual(golden);
  });

  test('each family has at least three samples', () => {
    const families = Map.groupBy(samples(), (path) => relative(FIXTURES, path).split('/')[0] ?? '');
    const counts = [...families].map(([family, paths]) => `${family} ${String(paths.length)}`);
    console.log(counts.join(', '));
    expect([...families].filter(([, paths]) => paths.length < 3).map(([family]) => family)).toEqual(
      [],
    );
  });
});
