import { Node, type Element } from '@xmldom/xmldom';

/** Walks over an XML tree, by local names: prefixes differ from one program to the next. */

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

/** Children that are elements, of one local name or all. */
export function childrenOf(parent: Element | undefined, name?: string): Element[] {
  const found: Element[] = [];
  for (let node = parent?.firstChild ?? null; node; node = node.nextSibling) {
    if (isElement(node) && (name === undefined || node.localName === name)) found.push(node);
  }
  return found;
}

/** The first child at the end of a path of local names: `patient/name`. */
export function childAt(parent: Element | undefined, path: string): Element | undefined {
  let element = parent;
  for (const name of path.split('/')) {
    if (element === undefined) return undefined;
    element = childrenOf(element, name)[0];
  }
  return element;
}

/** All elements at the end of a path, in document order. */
export function childrenAt(parent: Element | undefined, path: string): Element[] {
  let elements = parent ? [parent] : [];
  for (const name of path.split('/')) elements = elements.flatMap((one) => childrenOf(one, name));
  return elements;
}

/** An attribute without a prefix; undefined when it is absent or empty. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  const value = element?.getAttribute(name) ?? '';
  return value === '' ? undefined : value;
}

/** `xsi:type` without its prefix. */
export const typeOf = (element: Element | undefined): string | undefined =>
  element?.getAttributeNS('http://www.w3.org/2001/XMLSchema-instance', 'type')?.split(':').at(-1);

/** The element and all under it, in document order. */
export function* descendantsOf(root: Element): Generator<Element> {
  let node: Node | null = root;
  while (node) {
    if (isElement(node)) yield node;
    node = nextNode(node, root);
  }
}

function nextNode(node: Node, root: Element): Node | null {
  if (node.firstChild) return node.firstChild;
  let current: Node | null = node;
  while (current && current !== root) {
    if (current.nextSibling) return current.nextSibling;
    current = current.parentNode;
  }
  return null;
}

/** Text of an element and of all under it, as it stands. */
export function textOf(element: Element | undefined): string | undefined {
  const text = element?.textContent ?? '';
  return text.trim() === '' ? undefined : text;
}
