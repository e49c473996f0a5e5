import type { MeasureKind } from '#record/measure-kinds.ts';
import type { Quantity } from '#record/fields.ts';

/** Both units are UCUM codes: value in the common unit = value × factor + offset. */
type Scale = { readonly factor: number; readonly offset?: number };
type Scales = Readonly<Record<string, Scale>>;

const lengths: Scales = {
  cm: { factor: 1 },
  m: { factor: 100 },
  mm: { factor: 0.1 },
  '[in_i]': { factor: 2.54 },
  '[ft_i]': { factor: 30.48 },
};
const masses: Scales = {
  kg: { factor: 1 },
  g: { factor: 0.001 },
  '[lb_av]': { factor: 0.45359237 },
};
/** 180.156 g/mol: the molar mass of glucose (IUPAC atomic weights, 2021). */
const glucose: Scales = {
  'mg/dL': { factor: 1 },
  'g/L': { factor: 100 },
  'mmol/L': { factor: 18.0156 },
};
/** NGSP = 0.09148 × IFCC + 2.152, the master equation of the IFCC (ngsp.org, 2010). */
const glycatedHemoglobin: Scales = {
  '%': { factor: 1 },
  'mmol/mol': { factor: 0.09148, offset: 2.152 },
};

/** Units in which values of a kind can be told from each other; a kind not named has one. */
const scalesByKind: Partial<Readonly<Record<MeasureKind, Scales>>> = {
  weight: masses,
  height: lengths,
  waistCircumference: lengths,
  headCircumference: lengths,
  bodyTemperature: { Cel: { factor: 1 }, '[degF]': { factor: 5 / 9, offset: -160 / 9 } },
  bloodPressure: {
    'mm[Hg]': { factor: 1 },
    'cm[Hg]': { factor: 10 },
    kPa: { factor: 7.500617 },
  },
  glucose,
  interstitialGlucose: glucose,
  glycatedHemoglobin,
  glucoseManagementIndicator: glycatedHemoglobin,
};

/** The value of a quantity in another unit of its kind; undefined where they cannot be compared. */
export function valueIn(
  kind: MeasureKind,
  { value, unit }: Quantity,
  to: string,
): number | undefined {
  if (unit === to) return Number(value);
  const scales = scalesByKind[kind] ?? {};
  const [from, into] = [unit, to].map((code) =>
    Object.hasOwn(scales, code) ? scales[code] : undefined,
  );
  if (!from || !into) return undefined;
  const common = Number(value) * from.factor + (from.offset ?? 0);
  return (common - (into.offset ?? 0)) / into.factor;
}
