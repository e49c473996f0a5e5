import type { CivilDay } from '#base/day.ts';
import type { PartialDate } from '#base/time.ts';
import type { Circumstance } from './rule.ts';

/** Something that was done: a vaccination with the diseases it covers, an examination by its code. */
export type PreventionAct = { readonly date: PartialDate; readonly covers: readonly string[] };

/** What the rules are applied to. Anything unknown is left out, and is never guessed. */
export type PreventionPerson = {
  readonly birthDate?: PartialDate;
  /** The sex of the national identity; screenings depend on it. */
  readonly sex?: 'female' | 'male';
  readonly circumstances: readonly Circumstance[];
  /** First day of the last period before the present pregnancy. */
  readonly lastPeriod?: CivilDay;
  readonly done: readonly PreventionAct[];
  /** Keys of recommendations (see `recommendationKey`) that the person set aside. */
  readonly setAside: readonly string[];
};
