import type { Element } from '@xmldom/xmldom';
import type { Narratives } from './concepts.ts';
import { attributeOf, childrenOf, descendantsOf } from '../xml/nodes.ts';

/** Words of an element of the narrative: nothing that is drawn or run, cells apart. */
export function narrativeText(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) {
      text += node.nodeValue ?? '';
    } else if (node.nodeType === node.ELEMENT_NODE) text += elementText(node as Element);
  }
  return text;
}

/** Elements of CDA's narrative block (CDA R2 §4.3.5) that begin a new piece of text. */
const BLOCKS = new Set(['br', 'paragraph', 'item', 'list', 'tr', 'td', 'th', 'caption', 'table']);
const INLINE = new Set(['content', 'sub', 'sup', 'linkHtml', 'footnote', 'tbody', 'thead', 'text']);

/** What is not of the narrative block, a script above all, has no text. */
function elementText(element: Element): string {
  const name = element.localName ?? '';
  if (BLOCKS.has(name)) return ` ${narrativeText(element)} `;
  return INLINE.has(name) ? narrativeText(element) : '';
}

/**
 * Texts that entries refer to, by ID. An empty anchor stands before what it names: then the text
 * of the element around it, without that of other anchors.
 */
export function collectNarratives(root: Element): Narratives {
  const texts = new Map<string, string>();
  for (const element of descendantsOf(root)) {
    const id = attributeOf(element, 'ID');
    if (id === undefined || texts.has(id)) continue;
    const own = clean(narrativeText(element));
    const text = own === '' ? clean(aroundAnchor(element)) : own;
    if (text !== '') texts.set(id, text);
  }
  return texts;
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

function aroundAnchor(anchor: Element): string {
  const parent = anchor.parentNode as Element | null;
  if (
    parent?.localName === undefined ||
    !['td', 'th', 'item', 'paragraph'].includes(parent.localName ?? '')
  )
    return '';
  const anchors = childrenOf(parent).filter((one) => attributeOf(one, 'ID') !== undefined);
  if (anchors.length > 1) {
    let text = '';
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === node.TEXT_NODE) text += node.nodeValue ?? '';
    }
    return text;
  }
  return narrativeText(parent);
}
