import { describe, expect, it } from 'vitest';
import type { CivilDay } from '#base/day.ts';
import type { PartialDate } from '#base/time.ts';
import type { PreventionPerson } from '#knowledge/prevention/person.ts';
import { recommend } from '#knowledge/prevention/recommend.ts';
import { installedRuleSets } from '#knowledge/prevention/rule-sets.ts';

export type Someone = {
  readonly born?: string;
  readonly sex?: 'female' | 'male';
  readonly circumstances?: PreventionPerson['circumstances'];
  readonly lastPeriod?: string;
  /** `date: what it covered`. */
  readonly done?: readonly (readonly [date: string, ...covers: string[]])[];
  readonly setAside?: readonly string[];
};

export const HEXAVALENT = [
  'diphtheria',
  'tetanus',
  'poliomyelitis',
  'pertussis',
  'hib',
  'hepatitisB',
] as const;
export const DTCAP = ['diphtheria', 'tetanus', 'poliomyelitis', 'pertussis'] as const;
export const DTP = ['diphtheria', 'tetanus', 'poliomyelitis'] as const;
export const MMR = ['measles', 'mumps', 'rubella'] as const;

export const personFrom = (someone: Someone): PreventionPerson => ({
  ...(someone.born !== undefined && { birthDate: someone.born as PartialDate }),
  ...(someone.sex && { sex: someone.sex }),
  circumstances: someone.circumstances ?? [],
  ...(someone.lastPeriod !== undefined && { lastPeriod: someone.lastPeriod as CivilDay }),
  done: (someone.done ?? []).map(([date, ...covers]) => ({ date: date as PartialDate, covers })),
  setAside: someone.setAside ?? [],
});

const preventionOf = (someone: Someone, today: string) =>
  recommend(personFrom(someone), installedRuleSets, today as CivilDay);

/** `dose-1 overdue 2024-03-10..2024-04-09` for each occurrence of a rule, or why there is none. */
function saidOf(someone: Someone, today: string, ruleId: string): readonly string[] {
  const { recommendations, unconcerned } = preventionOf(someone, today);
  const absent = unconcerned.find(({ rule }) => rule.id === ruleId);
  if (absent) return [absent.absence.type];
  return recommendations
    .filter(({ rule }) => rule.id === ruleId)
    .map(
      ({ name, status, window, isApproximate }) =>
        `${name} ${status} ${window.from}..${window.until ?? ''}${isApproximate ? ' ~' : ''}`,
    );
}

/** Each rule either recommends or says why not, and never both. */
function expectEveryRuleAnswers(someone: Someone, today: string): void {
  const { recommendations, unconcerned } = preventionOf(someone, today);
  const rules = installedRuleSets.flatMap((set) => set.rules).map(({ id }) => id);
  const asked = new Set(recommendations.map(({ rule }) => rule.id));
  const silent = unconcerned.map(({ rule }) => rule.id);
  expect([...asked, ...silent].sort()).toEqual([...rules].sort());
  expect(new Set(recommendations.map(({ key }) => key)).size).toBe(recommendations.length);
}

export type Row = readonly [
  who: string,
  someone: Someone,
  today: string,
  ruleId: string,
  said: readonly string[],
];

/** Each person is told what the row says of one rule, and every rule answers. */
export function describePeople(what: string, rows: readonly Row[]): void {
  describe(`prevention for ${what}`, () => {
    it.each(rows)('%s, %j, on %s: %s', (_who, someone, today, ruleId, said) => {
      expect(saidOf(someone, today, ruleId)).toEqual(said);
    });

    it.each(rows)('%s, %j, on %s: every rule answers', (_who, someone, today) => {
      expectEveryRuleAnswers(someone, today);
    });
  });
}
