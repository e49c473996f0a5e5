import type { CivilDay } from '#base/day.ts';
import type { Age } from './age.ts';

/** What a rule says, in the languages of the app. */
export type Words = { readonly fr: string; readonly en: string };

export const ruleKinds = [
  'vaccination',
  'childExam',
  'screening',
  'preventionReview',
  'dental',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

export const ruleLevels = ['mandatory', 'recommended', 'possible'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** A situation that only the person can say is theirs, and that some rules depend on. */
export const circumstances = [
  'pregnancy',
  'heartOrLungDisease',
  'guiana',
  'tuberculosisRisk',
  'dengueOverseas',
] as const;
export type Circumstance = (typeof circumstances)[number];

/** One dose or examination of a series. `until` and `lapses` are the first day that is too late. */
export type Dose = {
  readonly from?: Age;
  readonly until?: Age;
  /** Counted from the one before, where the series is not tied to birth alone. */
  readonly afterPrevious?: { readonly min: Age; readonly max: Age };
  readonly booster?: boolean;
  /** From what age something done counts for this one; `from` unless told. */
  readonly countsFrom?: Age;
  /** The age at which it is not proposed any more, done or not. */
  readonly lapses?: Age;
};

/** `startBefore`: for who begins before that age; the last schedule of a rule has none or the end. */
export type Schedule = { readonly startBefore?: Age; readonly doses: readonly Dose[] };

/** Months and days, `MM-DD`, both included; may pass the end of the year. */
export type Season = { readonly from: string; readonly until: string };

export type Plan =
  | { readonly type: 'series'; readonly schedules: readonly Schedule[] }
  | {
      readonly type: 'every';
      readonly from: Age;
      readonly until?: Age;
      readonly interval: Age;
      /** How long it may wait before it is late. */
      readonly grace: Age;
      /** Where another rule was followed before: the interval after its last. */
      readonly after?: { readonly rule: string; readonly interval: Age };
    }
  | { readonly type: 'seasonal'; readonly from: Age; readonly season: Season }
  | {
      readonly type: 'brackets';
      readonly brackets: readonly { readonly from: Age; readonly until: Age }[];
    }
  /** Counted from the last period before a pregnancy, in weeks or months of it. */
  | { readonly type: 'pregnancy'; readonly from: Age; readonly until: Age };

export type Rule = {
  readonly id: string;
  readonly kind: RuleKind;
  readonly level: RuleLevel;
  readonly title: Words;
  readonly text: Words;
  /** What something done must have covered to count: diseases, or the code of an examination. */
  readonly proof: readonly string[];
  readonly sex?: 'female' | 'male';
  readonly bornFrom?: CivilDay;
  readonly bornBefore?: CivilDay;
  readonly circumstance?: Circumstance;
  /** Windows that ended before that day never were. */
  readonly inForceFrom?: CivilDay;
  readonly plan: Plan;
  /** Keys of the set's `sources`. */
  readonly sources: readonly string[];
};

/** A dated set of rules: one file. A later `date` replaces an earlier one of the same `id`. */
export type RuleSet = {
  readonly id: string;
  readonly format: 1;
  readonly date: CivilDay;
  readonly sources: Readonly<Record<string, string>>;
  /** What stands in the rules without a source, so that a reviewer finds it. */
  readonly assumptions: readonly string[];
  readonly rules: readonly Rule[];
};
