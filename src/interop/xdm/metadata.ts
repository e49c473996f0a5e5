import type { Element } from '@xmldom/xmldom';
import { toDecimal } from '../text/decimals.ts';
import {
  attributeOf,
  childAt,
  childrenAt,
  childrenOf,
  descendantsOf,
  textOf,
} from '../xml/nodes.ts';

/** One document that the metadata of a subset describes (IHE ITI TF-3 §4.2, ebRIM 3.0). */
export type XdmDocument = {
  /** Where it is, within its subset. */
  readonly uri: string;
  readonly title: string | undefined;
  readonly mimeType: string | undefined;
  readonly typeCode: string | undefined;
  readonly uniqueId: string | undefined;
  readonly author: string | undefined;
  /** `YYYYMMDD[hhmmss]`, in UTC. */
  readonly creationTime: string | undefined;
  /** SHA-1 of the document, hexadecimal. */
  readonly hash: string | undefined;
  readonly sizeBytes: number | undefined;
};

/** UUIDs of ITI TF-3 §4.2.5. */
const TYPE_CODE = 'urn:uuid:f0306f51-975f-434e-a61c-c59651d33983';
const AUTHOR = 'urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d';
const UNIQUE_ID = 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab';

export function readMetadata(root: Element): XdmDocument[] {
  const found: XdmDocument[] = [];
  for (const element of descendantsOf(root)) {
    if (element.localName === 'ExtrinsicObject') found.push(readObject(element));
  }
  return found;
}

function readObject(object: Element): XdmDocument {
  const size = toDecimal(slotOf(object, 'size') ?? '');
  const author = classificationOf(object, AUTHOR);
  return {
    uri: slotOf(object, 'URI')?.replace(/^\d+\|/, '') ?? '',
    title: attributeOf(childAt(object, 'Name/LocalizedString'), 'value'),
    mimeType: attributeOf(object, 'mimeType'),
    typeCode: attributeOf(classificationOf(object, TYPE_CODE), 'nodeRepresentation'),
    uniqueId: attributeOf(identifierOf(object), 'value'),
    author: personOf(author && slotOf(author, 'authorPerson')) ?? organizationOf(author),
    creationTime: slotOf(object, 'creationTime'),
    hash: slotOf(object, 'hash')?.toLowerCase(),
    sizeBytes: size === undefined ? undefined : Number(size),
  };
}

const slotOf = (parent: Element, name: string): string | undefined => {
  const slot = childrenOf(parent, 'Slot').find((one) => attributeOf(one, 'name') === name);
  return childrenAt(slot, 'ValueList/Value').flatMap((value) => textOf(value)?.trim() ?? [])[0];
};

const classificationOf = (object: Element, scheme: string): Element | undefined =>
  childrenOf(object, 'Classification').find(
    (one) => attributeOf(one, 'classificationScheme')?.toLowerCase() === scheme,
  );

const identifierOf = (object: Element): Element | undefined =>
  childrenOf(object, 'ExternalIdentifier').find(
    (one) => attributeOf(one, 'identificationScheme')?.toLowerCase() === UNIQUE_ID,
  );

/** XCN of HL7 V2: `id^family^given^…`. */
function personOf(xcn: string | undefined): string | undefined {
  const [, family = '', given = ''] = xcn?.split('^') ?? [];
  return [given, family].filter((part) => part !== '').join(' ') || undefined;
}

/** XON of HL7 V2: the name comes first. */
const organizationOf = (author: Element | undefined): string | undefined =>
  (author && slotOf(author, 'authorInstitution'))?.split('^')[0] || undefined;
