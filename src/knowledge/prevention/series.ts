import { addDays, type CivilDay } from '#base/day.ts';
import { laterOf, type CountedAct } from './acts.ts';
import { dayAt } from './age.ts';
import type { Occurrence, Window } from './recommendation.ts';
import type { Dose, Plan, Schedule } from './rule.ts';

type Series = Extract<Plan, { type: 'series' }>;

/**
 * The doses of a series, each done or with its window.
 *
 * What was done counts for the first dose it can count for, in order, even when it came earlier
 * after the one before than advised: whether it was valid is for a professional to say. A dose
 * that follows one not done yet is reckoned as if that one were done today.
 */
export function seriesOccurrences(
  plan: Series,
  birth: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
): readonly Occurrence[] {
  const schedule = scheduleFor(plan, birth, acts, today);
  if (!schedule) return [];
  const { doses } = schedule;
  const occurrences: Occurrence[] = [];
  const left = [...acts];
  let previous: CivilDay | undefined;
  for (const [index, dose] of doses.entries()) {
    const window = windowOf(dose, birth, previous);
    const act = takeFirst(left, (candidate) => countsFor(dose, birth, candidate));
    previous = act?.day ?? laterOf(window.from, today);
    if (!act && dose.lapses !== undefined && today >= dayAt(birth, dose.lapses)) continue;
    occurrences.push({
      name: `dose-${String(index + 1)}`,
      window,
      ...(act && { doneOn: act.date }),
      ...(doses.length > 1 && {
        step: { index: index + 1, of: doses.length, booster: dose.booster ?? false },
      }),
    });
  }
  return occurrences;
}

/** Chosen by the age at the first dose that counted or, before any, by today's age. */
function scheduleFor(
  { schedules }: Series,
  birth: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
): Schedule | undefined {
  const first = schedules[0]?.doses[0];
  const started = first && acts.find((act) => countsFor(first, birth, act));
  const start = started?.day ?? today;
  return schedules.find(
    ({ startBefore }) => startBefore === undefined || start < dayAt(birth, startBefore),
  );
}

function windowOf(dose: Dose, birth: CivilDay, previous: CivilDay | undefined): Window {
  let from = dose.from === undefined ? birth : dayAt(birth, dose.from);
  let end = dose.until === undefined ? undefined : dayAt(birth, dose.until);
  if (dose.afterPrevious && previous !== undefined) {
    from = laterOf(from, dayAt(previous, dose.afterPrevious.min));
    const latest = dayAt(previous, dose.afterPrevious.max);
    end = end === undefined ? latest : laterOf(end, latest);
  }
  return { from, ...(end !== undefined && { until: addDays(end, -1) }) };
}

function countsFor(dose: Dose, birth: CivilDay, { day }: CountedAct): boolean {
  const from = dose.countsFrom ?? dose.from;
  return (
    (from === undefined || day >= dayAt(birth, from)) &&
    (dose.lapses === undefined || day < dayAt(birth, dose.lapses))
  );
}

function takeFirst(acts: CountedAct[], fits: (act: CountedAct) => boolean): CountedAct | undefined {
  const index = acts.findIndex(fits);
  if (index < 0) return undefined;
  // Those before it counted for nothing, and cannot count for a later dose either.
  return acts.splice(0, index + 1)[index];
}
