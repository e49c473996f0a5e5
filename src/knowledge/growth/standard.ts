import { mustGet } from '#base/assert.ts';

export const growthMeasures = ['weight', 'height', 'headCircumference', 'bodyMassIndex'] as const;
export type GrowthMeasure = (typeof growthMeasures)[number];
export type GrowthSex = 'female' | 'male';

/** A day of age, then Box-Cox power, median and coefficient of variation (the LMS method). */
export type LmsRow = readonly [day: number, l: number, m: number, s: number];

/**
 * WHO Child Growth Standards for one measure, from birth to five years. Rows stand daily in the
 * first month, then weekly; between two rows figures are read on the straight line. Lengths are
 * lying before 731 days and standing from then on.
 */
export type GrowthStandard = {
  readonly measure: GrowthMeasure;
  readonly source: string;
  /** UCUM. */
  readonly unit: string;
  readonly rowsBySex: Readonly<Record<GrowthSex, readonly LmsRow[]>>;
};

type StandardFile = {
  readonly source: string;
  readonly unit: string;
  readonly female: readonly (readonly number[])[];
  readonly male: readonly (readonly number[])[];
};

const files: Readonly<Record<GrowthMeasure, () => Promise<{ readonly default: StandardFile }>>> = {
  weight: () => import('../data/growth/weight.json', { with: { type: 'json' } }),
  height: () => import('../data/growth/height.json', { with: { type: 'json' } }),
  headCircumference: () =>
    import('../data/growth/head-circumference.json', { with: { type: 'json' } }),
  bodyMassIndex: () => import('../data/growth/body-mass-index.json', { with: { type: 'json' } }),
};

/** Loads the tables of one measure, which no other screen needs. */
export async function loadGrowthStandard(measure: GrowthMeasure): Promise<GrowthStandard> {
  const { default: file } = await files[measure]();
  const { source, unit, female, male } = file;
  return {
    measure,
    source,
    unit,
    rowsBySex: { female: female as readonly LmsRow[], male: male as readonly LmsRow[] },
  };
}

/** The last day of age that the standard knows. */
export const lastDayOf = ({ rowsBySex }: GrowthStandard): number =>
  mustGet(rowsBySex.female.at(-1), 'a standard has rows')[0];

/** The row at an age in days; undefined before birth and after the last row. */
export function lmsAt(
  { rowsBySex }: GrowthStandard,
  sex: GrowthSex,
  ageDays: number,
): LmsRow | undefined {
  const rows = rowsBySex[sex];
  const index = rows.findIndex(([day]) => day >= ageDays);
  const above = rows[index];
  if (!above || ageDays < 0) return undefined;
  const below = rows[index - 1];
  if (!below || above[0] === ageDays) return above;
  const share = (ageDays - below[0]) / (above[0] - below[0]);
  const between = (column: 1 | 2 | 3): number =>
    below[column] + share * (above[column] - below[column]);
  return [ageDays, between(1), between(2), between(3)];
}
