import { lastDayOf, lmsAt, type GrowthSex, type GrowthStandard, type LmsRow } from './standard.ts';

/** The five curves that WHO prints: 3rd, 15th, 50th, 85th and 97th percentile, as z-scores. */
export const printedCurves = [
  { percentile: 3, z: -1.881 },
  { percentile: 15, z: -1.036 },
  { percentile: 50, z: 0 },
  { percentile: 85, z: 1.036 },
  { percentile: 97, z: 1.881 },
] as const;

export type GrowthScore = {
  readonly z: number;
  /** 0 to 100, how many children in a hundred of that age and sex measure less. */
  readonly percentile: number;
};

/**
 * Where a value stands among children of the same age and sex.
 * @param value in the standard's unit
 * @returns undefined for an age outside the standard or a value that is not above zero
 */
export function growthScore(
  standard: GrowthStandard,
  sex: GrowthSex,
  ageDays: number,
  value: number,
): GrowthScore | undefined {
  const row = lmsAt(standard, sex, ageDays);
  if (!row || !(value > 0)) return undefined;
  const z = zScore(row, value, isSkewed(standard));
  return { z, percentile: normalShare(z) * 100 };
}

/** Weight and body mass index: their tails are measured by the distance between 2 and 3 SD. */
const isSkewed = ({ measure }: GrowthStandard): boolean =>
  measure === 'weight' || measure === 'bodyMassIndex';

/** WHO, "Computation of centiles and z-scores" (2006): LMS, restricted beyond 3 SD. */
function zScore(row: LmsRow, value: number, isRestricted: boolean): number {
  const [, l, m, s] = row;
  const z = ((value / m) ** l - 1) / (l * s);
  if (!isRestricted || Math.abs(z) <= 3) return z;
  const side = Math.sign(z);
  const edge = valueAt(row, 3 * side);
  return 3 * side + (value - edge) / Math.abs(edge - valueAt(row, 2 * side));
}

const valueAt = ([, l, m, s]: LmsRow, z: number): number => m * (1 + l * s * z) ** (1 / l);

/** One curve, a point every 14 days and one at the end: age in days, value in the unit. */
export function growthCurve(
  standard: GrowthStandard,
  sex: GrowthSex,
  z: number,
): readonly (readonly [ageDays: number, value: number])[] {
  const last = lastDayOf(standard);
  const days = Array.from({ length: Math.ceil(last / 14) }, (_, index) => index * 14);
  return [...days, last].flatMap((day) => {
    const row = lmsAt(standard, sex, day);
    return row ? [[day, valueAt(row, z)] as const] : [];
  });
}

/** The share of a normal population below z, to 7 decimals (Abramowitz and Stegun 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const coefficients = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = coefficients.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0);
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return z < 0 ? above : 1 - above;
}
