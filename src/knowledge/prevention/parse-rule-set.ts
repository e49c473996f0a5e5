import { parsePartialDate } from '#base/time.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isAge } from './age.ts';
import { circumstances, ruleKinds, ruleLevels, type Rule, type RuleSet } from './rule.ts';

export type RuleSetError = 'NotARuleSet' | 'NewerFormat' | 'OlderThanInstalled';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.length > 0;
const isDay: Check = (value) =>
  typeof value === 'string' && value.length === 10 && parsePartialDate(value).ok;
const isMonthAndDay: Check = (value) => typeof value === 'string' && isDay(`2001-${value}`);
const oneOf =
  (options: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && options.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** Exactly these properties, each as its check wants it. */
const shape =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Readonly<Record<string, unknown>>;
    return (
      Object.keys(record).every((name) => Object.hasOwn(checks, name)) &&
      Object.entries(checks).every(([name, check]) =>
        check(Object.hasOwn(record, name) ? record[name] : undefined),
      )
    );
  };

const isWords = shape({ fr: isText, en: isText });
const isDose = shape({
  from: maybe(isAge),
  until: maybe(isAge),
  afterPrevious: maybe(shape({ min: isAge, max: isAge })),
  booster: maybe((value) => typeof value === 'boolean'),
  countsFrom: maybe(isAge),
  lapses: maybe(isAge),
});
const isSchedule = shape({
  startBefore: maybe(isAge),
  doses: (value) => listOf(isDose)(value) && (value as readonly unknown[]).length > 0,
});
const planChecks: Readonly<Record<string, Check>> = {
  series: shape({ type: isText, schedules: listOf(isSchedule) }),
  every: shape({
    type: isText,
    from: isAge,
    until: maybe(isAge),
    interval: isAge,
    grace: isAge,
    after: maybe(shape({ rule: isText, interval: isAge })),
  }),
  seasonal: shape({
    type: isText,
    from: isAge,
    season: shape({ from: isMonthAndDay, until: isMonthAndDay }),
  }),
  brackets: shape({ type: isText, brackets: listOf(shape({ from: isAge, until: isAge })) }),
  pregnancy: shape({ type: isText, from: isAge, until: isAge }),
};

const isPlan: Check = (value) => {
  const type = (value as { readonly type?: unknown } | null | undefined)?.type;
  return (
    typeof type === 'string' &&
    Object.hasOwn(planChecks, type) &&
    planChecks[type]?.(value) === true
  );
};

const isRule = shape({
  id: isText,
  kind: oneOf(ruleKinds),
  level: oneOf(ruleLevels),
  title: isWords,
  text: isWords,
  proof: (value) => listOf(isText)(value) && (value as readonly unknown[]).length > 0,
  sex: maybe(oneOf(['female', 'male'])),
  bornFrom: maybe(isDay),
  bornBefore: maybe(isDay),
  circumstance: maybe(oneOf(circumstances)),
  inForceFrom: maybe(isDay),
  plan: isPlan,
  sources: listOf(isText),
});

const isRuleSet = shape({
  id: isText,
  format: (value) => value === 1,
  date: isDay,
  sources: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(isText),
  assumptions: listOf(isText),
  rules: listOf(isRule),
});

/**
 * Reads a file of rules, whole or not at all: one rule that cannot be understood refuses the set.
 * @param installed the set of the same id that is in use, never replaced by an older one
 */
export function parseRuleSet(value: unknown, installed?: RuleSet): Result<RuleSet, RuleSetError> {
  const format = (value as { readonly format?: unknown } | null | undefined)?.format;
  if (typeof format === 'number' && format > 1) return err('NewerFormat');
  if (!isRuleSet(value)) return err('NotARuleSet');
  const set = value as RuleSet;
  if (!areSourcesNamed(set) || new Set(set.rules.map(({ id }) => id)).size < set.rules.length) {
    return err('NotARuleSet');
  }
  return installed?.id === set.id && installed.date > set.date
    ? err('OlderThanInstalled')
    : ok(set);
}

const areSourcesNamed = ({ rules, sources }: RuleSet): boolean =>
  rules.every(
    ({ sources: named }: Rule) =>
      named.length > 0 && named.every((key) => Object.hasOwn(sources, key)),
  );
