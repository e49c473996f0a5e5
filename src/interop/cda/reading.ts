import type { Element } from '@xmldom/xmldom';
import { attributeOf, childAt, childrenOf } from '../xml/nodes.ts';
import { conceptsOf, type Narratives } from './concepts.ts';
import { identifierOf, type CdaHeader } from './header.ts';
import { hasTemplate } from './templates.ts';
import type { TimeReading } from './times.ts';

/** What the reader of an entry knows of the document around it. */
export type Reading = TimeReading & {
  readonly narratives: Narratives;
  readonly header: CdaHeader;
  /** Key of the document that the file itself becomes. */
  readonly document: number | undefined;
  /** LOINC code of the section that the entry stands in. */
  readonly sectionCode: string | undefined;
};

/** Said of what it describes, and how: reads one entry, whole. */
export type EntryReader = (entry: Element, reading: Reading) => void;

/** Links to the document and the name that the source gives. */
export function optionsOf(
  entry: Element,
  { document }: Reading,
): { links?: Record<string, number[]>; identity: string | undefined } {
  return {
    ...(document !== undefined && { links: { documents: [document] } }),
    identity: identifierOf(childAt(entry, 'id')),
  };
}

/** Entries related to this one, of a template, any type of relationship. */
export function relatedOf(entry: Element, template: string): Element[] {
  return childrenOf(entry, 'entryRelationship')
    .flatMap((relation) => childrenOf(relation))
    .filter((one) => hasTemplate(one, template));
}

/** Observations related to this one, by the code that says what they observe. */
export function relatedByCode(entry: Element, code: string): Element | undefined {
  return childrenOf(entry, 'entryRelationship')
    .flatMap((relation) => childrenOf(relation, 'observation'))
    .find((one) => conceptsOf(childAt(one, 'code')).some((concept) => concept.code === code));
}

/** Only what happened: not an intention, a request, a goal, nor a thing said not to be. */
export function isDone(entry: Element, { collector }: Reading): boolean {
  const mood = attributeOf(entry, 'moodCode') ?? 'EVN';
  const isNegated = attributeOf(entry, 'negationInd') === 'true';
  const status = attributeOf(childAt(entry, 'statusCode'), 'code');
  const isVoid = ['cancelled', 'nullified', 'aborted'].includes(status ?? '');
  if (mood === 'EVN' && !isNegated && !isVoid) return true;
  collector.warn('notDone', entry.localName ?? '');
  return false;
}

/** Not the holder's: a mother's or a father's, in a child's certificate. */
export function isOfAnother(entry: Element, { collector }: Reading): boolean {
  const subject = childAt(entry, 'subject/relatedSubject');
  if (!subject) return false;
  collector.warn('aboutSomebodyElse', attributeOf(childAt(subject, 'code'), 'code') ?? '');
  return true;
}
