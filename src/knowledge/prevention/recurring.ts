import { addDays, type CivilDay } from '#base/day.ts';
import { laterOf, type CountedAct } from './acts.ts';
import { dayAt } from './age.ts';
import type { Occurrence, Window } from './recommendation.ts';
import type { Plan } from './rule.ts';

type Every = Extract<Plan, { type: 'every' }>;
type Seasonal = Extract<Plan, { type: 'seasonal' }>;
type Brackets = Extract<Plan, { type: 'brackets' }>;
type Pregnancy = Extract<Plan, { type: 'pregnancy' }>;

/** How long before a campaign opens and after it closes a vaccine still belongs to it. */
const CAMPAIGN_MARGIN_DAYS = 31;

/** What an interval is reckoned from besides the rule's own acts. */
export type Beginning = {
  readonly inForceFrom?: CivilDay | undefined;
  /** The last act under the rule that this one takes over from. */
  readonly before?: CountedAct | undefined;
};

/**
 * The last time it was done, and the next. What nobody noted is asked for until the end of the
 * rule, and is never called late: it may have been done elsewhere.
 */
export function everyOccurrences(
  plan: Every,
  birth: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
  { inForceFrom, before }: Beginning,
): readonly Occurrence[] {
  const end = plan.until === undefined ? undefined : dayAt(birth, plan.until);
  const last = acts.findLast(({ day }) => day >= dayAt(birth, plan.from));
  const occurrences: Occurrence[] = [];
  if (last) {
    const window = { from: last.day, until: addDays(dayAt(last.day, plan.interval), -1) };
    occurrences.push({ name: `done-${last.date}`, window, doneOn: last.date });
  }
  const from = laterOf(
    laterOf(dayAt(birth, plan.from), inForceFrom ?? birth),
    intervalEnd(plan, last, before) ?? birth,
  );
  if (end !== undefined && (today >= end || from >= end)) return occurrences;
  const isReckoned = intervalEnd(plan, last, before) !== undefined;
  const late = earlierOf(isReckoned ? dayAt(from, plan.grace) : undefined, end);
  const window = { from, ...(late !== undefined && { until: addDays(late, -1) }) };
  return [...occurrences, { name: `from-${from}`, window }];
}

/** When the interval after the last act ends; undefined when none is known. */
function intervalEnd(
  { interval, after }: Every,
  last: CountedAct | undefined,
  before: CountedAct | undefined,
): CivilDay | undefined {
  if (last) return dayAt(last.day, interval);
  return after && before && dayAt(before.day, after.interval);
}

const earlierOf = (a: CivilDay | undefined, b: CivilDay | undefined): CivilDay | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** The campaign of this season while it runs or once it was followed, and else the next one. */
export function seasonalOccurrences(
  plan: Seasonal,
  birth: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
): readonly Occurrence[] {
  const thisYear = Number(today.slice(0, 4));
  const year = today >= campaignDay(thisYear, plan.season.from) ? thisYear : thisYear - 1;
  const current = campaign(plan, birth, acts, year);
  const { from, until } = current.window;
  const isOpen = from <= until && today <= until;
  if (isOpen && current.doneOn === undefined) return [current];
  const next = campaign(plan, birth, acts, year + 1);
  return current.doneOn === undefined ? [next] : [current, next];
}

function campaign(
  plan: Seasonal,
  birth: CivilDay,
  acts: readonly CountedAct[],
  year: number,
): Occurrence & { readonly window: Required<Window> } {
  const { from, until } = plan.season;
  const opens = campaignDay(year, from);
  const closes = campaignDay(until < from ? year + 1 : year, until);
  const first = addDays(opens, -CAMPAIGN_MARGIN_DAYS);
  const last = addDays(closes, CAMPAIGN_MARGIN_DAYS);
  const act = acts.find(({ day }) => day >= first && day <= last);
  const window = { from: laterOf(opens, dayAt(birth, plan.from)), until: closes };
  return { name: String(year), window, ...(act && { doneOn: act.date }) };
}

const campaignDay = (year: number, monthAndDay: string): CivilDay =>
  `${String(year)}-${monthAndDay}` as CivilDay;

/** Once in each bracket of ages; one that ended without it is over. */
export const bracketOccurrences = (
  plan: Brackets,
  birth: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
): readonly Occurrence[] =>
  plan.brackets.flatMap(({ from, until }) => {
    const window = { from: dayAt(birth, from), until: addDays(dayAt(birth, until), -1) };
    const act = acts.find(({ day }) => day >= window.from && day <= window.until);
    if (!act && today > window.until) return [];
    return [{ name: `${from}-${until}`, window, ...(act && { doneOn: act.date }) }];
  });

/** Once a pregnancy, in weeks or months after the last period. */
export function pregnancyOccurrences(
  plan: Pregnancy,
  lastPeriod: CivilDay,
  acts: readonly CountedAct[],
  today: CivilDay,
): readonly Occurrence[] {
  const window = {
    from: dayAt(lastPeriod, plan.from),
    until: addDays(dayAt(lastPeriod, plan.until), -1),
  };
  const act = acts.find(({ day }) => day >= lastPeriod && day <= window.until);
  if (!act && today > window.until) return [];
  return [{ name: `pregnancy-${lastPeriod}`, window, ...(act && { doneOn: act.date }) }];
}
