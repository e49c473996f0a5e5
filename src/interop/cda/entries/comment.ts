import type { Element } from '@xmldom/xmldom';
import { childAt } from '../../xml/nodes.ts';
import { wordsOf } from '../concepts.ts';
import { relatedOf, type Reading } from '../reading.ts';
import { templates } from '../templates.ts';

/** Comments on an entry, one a line. */
export function commentOf(entry: Element, { narratives }: Reading): string | undefined {
  const words = relatedOf(entry, templates.comment).flatMap(
    (comment) => wordsOf(childAt(comment, 'text'), narratives) ?? [],
  );
  return words.length === 0 ? undefined : words.join('\n');
}
