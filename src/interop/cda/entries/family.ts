import type { Element } from '@xmldom/xmldom';
import { toDecimal } from '../../text/decimals.ts';
import { attributeOf, childAt, childrenOf, descendantsOf } from '../../xml/nodes.ts';
import { conceptsOf, labelOf, wordsOf } from '../concepts.ts';
import { isDone, optionsOf, type Reading } from '../reading.ts';
import { hasTemplate, templates } from '../templates.ts';
import { commentOf } from './comment.ts';

/** LOINC and HL7: age at onset. */
const AGES = ['30972-4', '397659008', '445518008', 'AGE'];

/** IHE PCC "Family History Organizer": what one relative has or had. */
export function readFamily(entry: Element, reading: Reading): void {
  const relative = childAt(entry, 'subject/relatedSubject');
  const kinship = attributeOf(childAt(relative, 'code'), 'code');
  const observations = childrenOf(entry, 'component')
    .flatMap((component) => childrenOf(component, 'observation'))
    .filter((one) => hasTemplate(one, templates.familyObservation));
  for (const one of observations) readRelativeProblem(one, kinship, relative, reading);
}

function readRelativeProblem(
  entry: Element,
  kinship: string | undefined,
  relative: Element | undefined,
  reading: Reading,
): void {
  if (!isDone(entry, reading)) return;
  const { narratives } = reading;
  const value = childAt(entry, 'value');
  const label = labelOf(value, narratives) ?? wordsOf(value, narratives);
  const dead = attributeOf(childAt(childAt(relative, 'subject'), 'deceasedInd'), 'value');
  reading.collector.add(
    'family-history',
    {
      condition: label !== undefined && /\p{L}/u.test(label) ? label : undefined,
      kinship: kinship ?? 'FAMMEMB',
      onsetAge: onsetAge(entry),
      deceased: dead === undefined ? undefined : dead === 'true',
      note: commentOf(entry, reading),
    },
    { identity: optionsOf(entry, reading).identity },
  );
}

function onsetAge(entry: Element): string | undefined {
  for (const one of descendantsOf(entry)) {
    if (one === entry || one.localName !== 'observation') continue;
    const isAge = conceptsOf(childAt(one, 'code')).some(({ code }) => AGES.includes(code));
    const value = childAt(one, 'value');
    const years = ['a', 'ans', 'y', undefined].includes(attributeOf(value, 'unit'));
    if (isAge && years) return toDecimal(attributeOf(value, 'value') ?? '');
  }
  return undefined;
}
