import { earliestDay, latestDay, type CivilDay } from '#base/day.ts';
import type { PartialDate } from '#base/time.ts';
import type { PreventionAct } from './person.ts';

/** Something done that counts for a rule. `day`: the last day that its date can mean. */
export type CountedAct = { readonly date: PartialDate; readonly day: CivilDay };

/**
 * The dates, oldest first, on which everything in `proof` was covered; what was noted apart for
 * the same date is taken together. What is dated after today has not been done yet.
 */
export function actsCovering(
  done: readonly PreventionAct[],
  proof: readonly string[],
  today: CivilDay,
): readonly CountedAct[] {
  const coveredByDate = new Map<PartialDate, Set<string>>();
  for (const { date, covers } of done) {
    if (earliestDay(date) > today) continue;
    const covered = coveredByDate.get(date) ?? new Set<string>();
    for (const one of covers) covered.add(one);
    coveredByDate.set(date, covered);
  }
  return [...coveredByDate]
    .filter(([, covered]) => proof.every((one) => covered.has(one)))
    .map(([date]) => ({ date, day: latestDay(date) }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

export const laterOf = (a: CivilDay, b: CivilDay): CivilDay => (a > b ? a : b);
