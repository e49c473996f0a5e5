import type { Element } from '@xmldom/xmldom';
import { frequencyOf, topicOf } from '../../lifestyle-codes.ts';
import { attributeOf, childAt, childrenAt } from '../../xml/nodes.ts';
import { conceptsOf, labelOf } from '../concepts.ts';
import { isDone, isOfAnother, optionsOf, type Reading } from '../reading.ts';
import { periodOf } from '../times.ts';
import { commentOf } from './comment.ts';
import { resultOf } from './results.ts';

/** IHE PCC "Social History Observation". What the topic has no name for is told in the note. */
export function readSocialHistory(entry: Element, reading: Reading): void {
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const { narratives } = reading;
  const [code, value] = [childAt(entry, 'code'), childAt(entry, 'value')];
  const qualifiers = childrenAt(entry, 'code/qualifier/value');
  const codes = [code, ...qualifiers].flatMap((one) =>
    conceptsOf(one).map((concept) => concept.code),
  );
  const said = resultOf(value, narratives);
  const amount =
    said.value && `${said.value.value} ${said.value.unit === '1' ? '' : said.value.unit}`;
  const frequency = frequencyOf(conceptsOf(value).map((concept) => concept.code));
  const label = labelOf(qualifiers[0] ?? code, narratives);
  const words = said.words ?? amount;
  if (words === undefined && attributeOf(value, 'code') === undefined) {
    return reading.collector.warn('incomplete', 'lifestyle');
  }
  const period = periodOf(childAt(entry, 'effectiveTime'), reading);
  reading.collector.add(
    'lifestyle',
    {
      topic: topicOf(codes),
      frequency,
      amount: amount?.trim(),
      start: childAt(entry, 'effectiveTime/low') ? period.low : undefined,
      end: period.high,
      note: [
        [label, words].filter((one) => one !== undefined).join(' : '),
        commentOf(entry, reading),
      ]
        .filter((one) => one !== undefined && one !== '')
        .join('\n'),
    },
    { identity: optionsOf(entry, reading).identity },
  );
}
