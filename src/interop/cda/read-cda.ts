import type { Element } from '@xmldom/xmldom';
import { err, ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import { categoryOfType } from '../document-category.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { attributeOf, childrenOf, descendantsOf } from '../xml/nodes.ts';
import { readXml } from '../xml/read-xml.ts';
import { readAttachments } from './attachments.ts';
import { readBody } from './body.ts';
import { documentFields, personOf, readHeader, readPatient, type CdaHeader } from './header.ts';
import { collectNarratives } from './narrative.ts';
import { FRENCH_DOCUMENTS } from './templates.ts';

const HL7 = 'urn:hl7-org:v3';

/**
 * A clinical document of CDA R2. Of a French one (CI-SIS) the entries are taken out; of another
 * profile the file is kept and shown as a document, and nothing is mapped in silence. A document
 * that carries its own style sheet is wrapped in it: the clinical part is looked for within.
 */
export function readCda(file: InputFile, deps: InteropDeps): Result<Found, InteropError> {
  const xml = readXml(file.bytes);
  if (!xml.ok) return xml;
  const root = findDocument(xml.value.root);
  if (!root) return err(notReadable('ClinicalDocument'));
  const collector = new Collector();
  if (xml.value.hasStylesheet) collector.warn('remoteIgnored', 'xml-stylesheet');
  for (const prefix of xml.value.undeclared) collector.warn('prefixUndeclared', prefix);
  const reading = { zone: deps.zone, collector };
  const header = readHeader(root, reading);
  if (header.replaces.length > 0) collector.warn('replacesDocument');
  const document = addDocument(file, header, collector);
  const isFrench = childrenOf(root, 'templateId').some((id) =>
    isFrenchTemplate(attributeOf(id, 'root')),
  );
  const patient = readPatient(root, collector, deps.zone);
  if (isFrench) {
    collector.add('identity', patient, {});
    const narratives = collectNarratives(root);
    readBody(root, { ...reading, narratives, header, document, sectionCode: undefined });
  } else collector.warn('foreignProfile', 'CDA');
  readAttachments(root, header, collector);
  const person = personOf(patient);
  return ok({
    kind: isFrench ? 'cda' : 'foreignCda',
    title: header.title || (header.typeLabel ?? file.name),
    ...(person && { person }),
    ...collector.done(),
    source: sourceOf(header),
  });
}

/** The first element of that name, wherever it stands. */
function findDocument(root: Element): Element | undefined {
  for (const element of descendantsOf(root)) {
    if (element.localName === 'ClinicalDocument' && element.namespaceURI === HL7) return element;
  }
  return undefined;
}

const isFrenchTemplate = (oid: string | undefined): boolean =>
  FRENCH_DOCUMENTS.some((known) => oid?.startsWith(known) ?? false);

function addDocument(file: InputFile, header: CdaHeader, collector: Collector): number | undefined {
  const index = collector.addFile({
    name: file.name,
    mediaType: 'application/xml',
    bytes: file.bytes,
  });
  return collector.add(
    'documents',
    {
      ...documentFields(header),
      title: header.title || (header.typeLabel ?? file.name),
      category: categoryOfType(header.typeCode),
    },
    { file: index, identity: header.id },
  );
}

const sourceOf = ({
  id,
  setId,
  replaces,
  confidentiality,
  language,
}: CdaHeader): Found['source'] => ({
  format: 'cda',
  ...(id !== undefined && { id }),
  ...(setId !== undefined && { setId }),
  ...(replaces.length > 0 && { replaces }),
  ...(confidentiality !== undefined && { confidentiality }),
  ...(language !== undefined && { language }),
});
