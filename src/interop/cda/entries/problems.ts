import type { Element } from '@xmldom/xmldom';
import { attributeOf, childAt } from '../../xml/nodes.ts';
import { codeIn, conceptsOf, labelOf, systems, wordsOf } from '../concepts.ts';
import { isDone, isOfAnother, optionsOf, relatedOf, type Reading } from '../reading.ts';
import { hasTemplate, templates } from '../templates.ts';
import { periodOf } from '../times.ts';
import { noneOf } from '../../no-known.ts';
import { commentOf } from './comment.ts';

/** FHIR's clinical status, and SNOMED CT's, to the record's. */
const STATUSES: Readonly<Record<string, string>> = {
  active: 'active',
  recurrence: 'active',
  relapse: 'active',
  remission: 'remission',
  inactive: 'inactive',
  resolved: 'resolved',
  '55561003': 'active',
  '73425007': 'inactive',
  '413322009': 'resolved',
};

/** IHE PCC "Problem Entry": one illness or health matter. */
export function readProblem(entry: Element, reading: Reading): void {
  const value = childAt(entry, 'value');
  const none = noneOf(conceptsOf(value));
  if (none !== undefined) return reading.collector.addNone(none);
  if (hasTemplate(entry, templates.alert)) return reading.collector.warn('notMapped', 'alert');
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const { narratives } = reading;
  const period = periodOf(childAt(entry, 'effectiveTime'), reading);
  const status = relatedOf(entry, templates.problemStatus)[0];
  reading.collector.add(
    'conditions',
    {
      label:
        labelOf(value, narratives) ?? wordsOf(childAt(entry, 'text'), narratives) ?? plain(value),
      icd10: codeIn(conceptsOf(value), systems.icd10),
      start: period.low,
      end: period.high,
      status: STATUSES[attributeOf(childAt(status, 'value'), 'code') ?? ''],
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

/** A value that is plain text and says something. */
function plain(value: Element | undefined): string | undefined {
  const text = value?.textContent?.trim() ?? '';
  return /\p{L}/u.test(text) ? text : undefined;
}
