import { invariant } from '#base/assert.ts';
import childExams from '../data/prevention/child-exams.json' with { type: 'json' };
import screenings from '../data/prevention/screenings.json' with { type: 'json' };
import vaccinations from '../data/prevention/vaccinations.json' with { type: 'json' };
import { parseRuleSet } from './parse-rule-set.ts';
import type { RuleSet } from './rule.ts';

/** The rules that this version of the app carries: vaccinations, examinations, screenings. */
export const installedRuleSets: readonly RuleSet[] = [vaccinations, childExams, screenings].map(
  (data) => {
    const parsed = parseRuleSet(data);
    invariant(parsed.ok, 'a set of rules of this app is malformed');
    return parsed.value;
  },
);
