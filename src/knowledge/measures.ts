import type { MeasureKind } from '#record/sections/measurements.ts';
import type { Coding } from './coding.ts';
import data from './data/measures.json' with { type: 'json' };

/** What is known of a kind of measure. Source and date: `data/measures.json`. */
export type Measure = {
  readonly kind: MeasureKind;
  readonly label: string;
  /** LOINC where it has one; the first is the one to write, all are read. */
  readonly codings: readonly Coding[];
  /** UCUM; the first is the usual one in France. */
  readonly units: readonly string[];
  readonly scale?: { readonly min: number; readonly max: number };
  readonly components?: Readonly<Record<'systolic' | 'diastolic', MeasureComponent>>;
};
export type MeasureComponent = { readonly label: string; readonly codings: readonly Coding[] };

export const measures = data.measures as readonly Measure[];

const byKind: ReadonlyMap<string, Measure> = new Map(
  measures.map((measure) => [measure.kind, measure]),
);

/** Undefined for a kind of a newer version. */
export const measureByKind = (kind: string): Measure | undefined => byKind.get(kind);

/** The kind that a terminology's code stands for; undefined when it is none of ours. */
export const measureByCoding = ({ code, codeSystem }: Coding): Measure | undefined =>
  measures.find(({ codings }) =>
    codings.some((coding) => coding.code === code && coding.codeSystem === codeSystem),
  );
