import type { CivilDay } from '#base/day.ts';
import type { PartialDate } from '#base/time.ts';
import type { Circumstance, Rule } from './rule.ts';

export type RecommendationStatus = 'upcoming' | 'due' | 'overdue' | 'done' | 'setAside';

/** First and last day, both included; no `until` where it can be done at any later time. */
export type Window = { readonly from: CivilDay; readonly until?: CivilDay };

/** One dose, examination or campaign that a rule asks for. */
export type Occurrence = {
  /** Tells it from the others of its rule and stays the same from day to day. */
  readonly name: string;
  readonly window: Window;
  readonly doneOn?: PartialDate;
  /** Which one of how many, for a series of several. */
  readonly step?: { readonly index: number; readonly of: number; readonly booster: boolean };
};

export type Recommendation = Occurrence & {
  readonly key: string;
  readonly rule: Rule;
  readonly status: RecommendationStatus;
  /** The birth date is known to the year or month only: windows are those of its last day. */
  readonly isApproximate: boolean;
};

/** Why a rule asks for nothing, now or ever. */
export type Absence =
  | { readonly type: 'birthDateMissing' }
  | { readonly type: 'sexMissing' }
  | { readonly type: 'otherSex' }
  | { readonly type: 'bornOutside'; readonly from?: CivilDay; readonly before?: CivilDay }
  | { readonly type: 'notDeclared'; readonly circumstance: Circumstance }
  | { readonly type: 'lastPeriodMissing' }
  | { readonly type: 'over' };

export type Unconcerned = { readonly rule: Rule; readonly absence: Absence };

export const recommendationKey = (rule: Rule, occurrence: Occurrence): string =>
  `${rule.id}/${occurrence.name}`;
