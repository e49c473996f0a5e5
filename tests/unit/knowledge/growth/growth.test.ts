import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { growthCurve, growthScore, printedCurves } from '#knowledge/growth/score.ts';
import {
  growthMeasures,
  lastDayOf,
  lmsAt,
  loadGrowthStandard,
  type GrowthMeasure,
} from '#knowledge/growth/standard.ts';

const TABLES = '../shared/corpora/who-growth/data-raw/growthstandards';
const tableByMeasure: Readonly<Record<GrowthMeasure, string>> = {
  weight: 'weianthro',
  height: 'lenanthro',
  headCircumference: 'hcanthro',
  bodyMassIndex: 'bmianthro',
};

describe('the growth standard', () => {
  // Scores that the reference implementation (WHO's anthro for R) prints in its documentation.
  it.each([
    ['weight', 'male', 1001, 18, 2.2],
    ['weight', 'female', 1000, 15, 0.95],
    ['height', 'male', 1001, 120, 7.31],
    ['height', 'female', 1000, 80, -3.5],
  ] as const)(
    'scores %s of a %s child at %i days, %d, as %d',
    async (measure, sex, day, value, z) => {
      const standard = await loadGrowthStandard(measure);
      expect(growthScore(standard, sex, day, value)?.z).toBeCloseTo(z, 1);
    },
  );

  it('puts the median at the fiftieth percentile', async () => {
    const standard = await loadGrowthStandard('height');
    const median = lmsAt(standard, 'female', 400)?.[2] ?? 0;
    expect(growthScore(standard, 'female', 400, median)?.percentile).toBeCloseTo(50, 5);
  });

  it('answers each printed curve with its own percentile', async () => {
    const standard = await loadGrowthStandard('weight');
    for (const { percentile, z } of printedCurves) {
      for (const [day, value] of growthCurve(standard, 'male', z)) {
        expect(growthScore(standard, 'male', day, value)?.percentile).toBeCloseTo(percentile, 1);
      }
    }
  });

  it('knows nothing before birth, after five years, or of a value that is none', async () => {
    for (const measure of growthMeasures) {
      const standard = await loadGrowthStandard(measure);
      expect(lastDayOf(standard)).toBe(1826);
      expect(growthScore(standard, 'female', -1, 10)).toBeUndefined();
      expect(growthScore(standard, 'female', 1827, 10)).toBeUndefined();
      expect(growthScore(standard, 'female', 10, 0)).toBeUndefined();
      expect(growthScore(standard, 'female', 10, Number.NaN)).toBeUndefined();
    }
  });

  it.skipIf(!existsSync(TABLES)).each(growthMeasures)(
    'of %s is the whole table of the WHO within a hundredth of a z-score, every day',
    async (measure) => {
      const standard = await loadGrowthStandard(measure);
      const text = readFileSync(`${TABLES}/${tableByMeasure[measure]}.txt`, 'utf8');
      let worst = 0;
      for (const line of text.trim().split('\n').slice(1)) {
        const [sex, day, , median] = line.split('\t').map(Number);
        const score = growthScore(standard, sex === 1 ? 'male' : 'female', day ?? 0, median ?? 0);
        worst = Math.max(worst, Math.abs(score?.z ?? Infinity));
      }
      expect(worst).toBeLessThan(0.01);
    },
  );
});
