import { describe, expect, it } from 'vitest';
import { parseRuleSet } from '#knowledge/prevention/parse-rule-set.ts';
import { installedRuleSets } from '#knowledge/prevention/rule-sets.ts';

const copyOf = (index: number): Record<string, unknown> & { rules: Record<string, unknown>[] } =>
  structuredClone(installedRuleSets[index]) as never;

const firstRuleWith = (change: Record<string, unknown>) => {
  const set = copyOf(0);
  set.rules[0] = { ...set.rules[0], ...change };
  return set;
};

describe('a file of rules', () => {
  it('is read as it stands', () => {
    for (const [index, set] of installedRuleSets.entries()) {
      expect(parseRuleSet(copyOf(index))).toEqual({ ok: true, value: set });
    }
  });

  it.each([
    ['nothing', null],
    ['a text', 'rules'],
    ['a list', []],
    ['no rules', { ...copyOf(0), rules: undefined }],
    ['a property that nobody knows', { ...copyOf(0), author: 'x' }],
    ['a day that no calendar has', { ...copyOf(0), date: '2025-02-29' }],
    ['a rule of an unknown kind', firstRuleWith({ kind: 'diet' })],
    ['a rule that proves nothing', firstRuleWith({ proof: [] })],
    ['a rule without English words', firstRuleWith({ title: { fr: 'Titre' } })],
    ['a plan of an unknown type', firstRuleWith({ plan: { type: 'constructor' } })],
    [
      'an age that is none',
      firstRuleWith({ plan: { type: 'every', from: '50', interval: '2y', grace: '1m' } }),
    ],
    ['a source that is not listed', firstRuleWith({ sources: ['elsewhere'] })],
    ['the same rule twice', { ...copyOf(0), rules: [copyOf(0).rules[0], copyOf(0).rules[0]] }],
  ])('is refused whole with %s', (_, value) => {
    expect(parseRuleSet(value)).toEqual({ ok: false, error: 'NotARuleSet' });
  });

  it('of a newer format asks for a newer app', () => {
    expect(parseRuleSet({ ...copyOf(0), format: 2 })).toEqual({ ok: false, error: 'NewerFormat' });
  });

  it('never replaces a newer one', () => {
    const installed = installedRuleSets[0];
    const older = { ...copyOf(0), date: '2020-01-01' };
    expect(parseRuleSet(older, installed)).toEqual({ ok: false, error: 'OlderThanInstalled' });
    expect(parseRuleSet(copyOf(0), installed).ok).toBe(true);
  });
});

describe('the rules of this app', () => {
  it('hold the twenty examinations of a child', () => {
    expect(installedRuleSets.find(({ id }) => id === 'child-exams')?.rules).toHaveLength(20);
  });

  it('name a source for every rule', () => {
    for (const { rules, sources } of installedRuleSets) {
      for (const rule of rules) {
        expect(rule.sources.every((key) => sources[key] !== undefined)).toBe(true);
      }
    }
  });
});
