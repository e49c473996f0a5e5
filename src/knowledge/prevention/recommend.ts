import { addDays, earliestDay, latestDay, type CivilDay } from '#base/day.ts';
import { actsCovering } from './acts.ts';
import type { PreventionPerson } from './person.ts';
import {
  bracketOccurrences,
  everyOccurrences,
  pregnancyOccurrences,
  seasonalOccurrences,
} from './recurring.ts';
import {
  recommendationKey,
  type Absence,
  type Occurrence,
  type Recommendation,
  type RecommendationStatus,
  type Unconcerned,
} from './recommendation.ts';
import type { Rule, RuleSet } from './rule.ts';
import { seriesOccurrences } from './series.ts';

export type Prevention = {
  /** By the first day of the window. */
  readonly recommendations: readonly Recommendation[];
  readonly unconcerned: readonly Unconcerned[];
};

/**
 * What the rules ask of a person today, and why the others ask for nothing. Nothing is guessed: a
 * rule that depends on what is unknown says what is missing. With a birth date known to the year
 * or month, windows are those of its last possible day, so that nothing is proposed too early.
 */
export function recommend(
  person: PreventionPerson,
  ruleSets: readonly RuleSet[],
  today: CivilDay,
): Prevention {
  const rules = ruleSets.flatMap((set) => set.rules);
  const recommendations: Recommendation[] = [];
  const unconcerned: Unconcerned[] = [];
  for (const rule of rules) {
    const absence = absenceOf(rule, person, today);
    const occurrences = absence ? [] : occurrencesOf(rule, rules, person, today);
    if (occurrences.length === 0) {
      unconcerned.push({ rule, absence: absence ?? { type: 'over' } });
    }
    for (const occurrence of occurrences) {
      recommendations.push(describe(rule, occurrence, person, today));
    }
  }
  recommendations.sort((a, b) => (a.window.from < b.window.from ? -1 : 1));
  return { recommendations, unconcerned };
}

function absenceOf(rule: Rule, person: PreventionPerson, today: CivilDay): Absence | undefined {
  const { birthDate, sex, circumstances, lastPeriod } = person;
  const { circumstance } = rule;
  if (circumstance !== undefined && !circumstances.includes(circumstance)) {
    return { type: 'notDeclared', circumstance };
  }
  if (rule.plan.type === 'pregnancy' && lastPeriod === undefined) {
    return { type: 'lastPeriodMissing' };
  }
  if (rule.sex !== undefined && sex === undefined) return { type: 'sexMissing' };
  if (rule.sex !== undefined && sex !== rule.sex) return { type: 'otherSex' };
  if (birthDate === undefined || earliestDay(birthDate) > today) {
    return rule.plan.type === 'pregnancy' ? undefined : { type: 'birthDateMissing' };
  }
  return isBornWithin(rule, latestDay(birthDate)) ? undefined : bornOutside(rule);
}

const isBornWithin = ({ bornFrom, bornBefore }: Rule, birth: CivilDay): boolean =>
  (bornFrom === undefined || birth >= bornFrom) && (bornBefore === undefined || birth < bornBefore);

const bornOutside = ({ bornFrom, bornBefore }: Rule): Absence => ({
  type: 'bornOutside',
  ...(bornFrom !== undefined && { from: bornFrom }),
  ...(bornBefore !== undefined && { before: bornBefore }),
});

function occurrencesOf(
  rule: Rule,
  rules: readonly Rule[],
  { birthDate, lastPeriod, done }: PreventionPerson,
  today: CivilDay,
): readonly Occurrence[] {
  const { plan, inForceFrom } = rule;
  const acts = actsCovering(done, rule.proof, today);
  if (plan.type === 'pregnancy') {
    return lastPeriod === undefined ? [] : pregnancyOccurrences(plan, lastPeriod, acts, today);
  }
  if (birthDate === undefined) return [];
  const birth = latestDay(birthDate);
  switch (plan.type) {
    case 'series':
      return seriesOccurrences(plan, birth, acts, today).filter(
        ({ window }) =>
          inForceFrom === undefined ||
          window.until === undefined ||
          addDays(window.until, 1) > inForceFrom,
      );
    case 'every': {
      const former = rules.find(({ id }) => id === plan.after?.rule);
      const before = former && actsCovering(done, former.proof, today).at(-1);
      return everyOccurrences(plan, birth, acts, today, { inForceFrom, before });
    }
    case 'seasonal':
      return seasonalOccurrences(plan, birth, acts, today);
    case 'brackets':
      return bracketOccurrences(plan, birth, acts, today);
  }
}

function describe(
  rule: Rule,
  occurrence: Occurrence,
  { birthDate, setAside }: PreventionPerson,
  today: CivilDay,
): Recommendation {
  const key = recommendationKey(rule, occurrence);
  const isSetAside = setAside.includes(key);
  return {
    ...occurrence,
    key,
    rule,
    status: statusOf(occurrence, isSetAside, today),
    isApproximate: rule.plan.type !== 'pregnancy' && (birthDate?.length ?? 10) < 10,
  };
}

function statusOf(
  { doneOn, window }: Occurrence,
  isSetAside: boolean,
  today: CivilDay,
): RecommendationStatus {
  if (doneOn !== undefined) return 'done';
  if (isSetAside) return 'setAside';
  if (today < window.from) return 'upcoming';
  return window.until !== undefined && today > window.until ? 'overdue' : 'due';
}
