import type { Element } from '@xmldom/xmldom';
import { limits } from '../limits.ts';
import { binaryTypeOf, extensionOf } from '../media-types.ts';
import type { Collector } from '../collector.ts';
import { decodeBase64 } from '../text/base64.ts';
import { attributeOf, childAt, descendantsOf, textOf, typeOf } from '../xml/nodes.ts';
import { documentFields, type CdaHeader } from './header.ts';
import { categoryOfType } from '../document-category.ts';

/** Media that a document may carry; others stay within it. */
const CARRIED = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff', 'application/rtf'];

/**
 * Files inside the document: the whole body (CDA level 1), or media attached to a section. A
 * PDF becomes a document beside the one it came in; illustrations stay inside.
 */
export function readAttachments(root: Element, header: CdaHeader, collector: Collector): void {
  for (const element of descendantsOf(root)) {
    const parent = (element.parentNode as Element | null)?.localName;
    const isBody = element.localName === 'text' && parent === 'nonXMLBody';
    const isMedia =
      element.localName === 'value' && (parent === 'observationMedia' || typeOf(element) === 'ED');
    if (!isBody && !isMedia) continue;
    if (childAt(element, 'reference') && !isMedia) collector.warn('remoteIgnored', 'nonXMLBody');
    if (attributeOf(element, 'representation') !== 'B64') continue;
    readAttachment(element, isBody, header, collector);
  }
}

function readAttachment(
  element: Element,
  isBody: boolean,
  header: CdaHeader,
  collector: Collector,
): void {
  const bytes = decodeBase64(element.textContent ?? '');
  if (!bytes || bytes.length === 0 || bytes.length > limits.structuredBytes) {
    return collector.warn('partUnreadable', element.localName ?? '');
  }
  const declared = attributeOf(element, 'mediaType') ?? '';
  const actual = binaryTypeOf(bytes);
  if (actual === undefined || !CARRIED.includes(actual)) {
    return collector.warn('mediaTypeWrong', declared);
  }
  if (declared !== actual) collector.warn('mediaTypeWrong', declared);
  if (!isBody && actual !== 'application/pdf') return;
  const place = isBody ? undefined : sectionTitle(element);
  const title = [header.title || 'document', place].filter((one) => one !== undefined).join(' : ');
  const file = collector.addFile({
    name: `${title}.${extensionOf(actual)}`,
    mediaType: actual,
    bytes,
  });
  collector.add(
    'documents',
    { ...documentFields(header), title, category: categoryOfType(header.typeCode) },
    { file },
  );
}

/** Title of the section that an element stands in. */
function sectionTitle(element: Element): string | undefined {
  let node = element.parentNode as Element | null;
  while (node && node.localName !== 'section') node = node.parentNode as Element | null;
  return textOf(childAt(node ?? undefined, 'title'))
    ?.replace(/\s+/g, ' ')
    .trim();
}
