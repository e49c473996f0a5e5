import type { Bytes } from '#base/bytes.ts';
import { documentTypeByCode } from '#knowledge/documents.ts';
import { categoryOfType } from '../document-category.ts';
import { limits } from '../limits.ts';
import { binaryTypeOf, extensionOf as fileExtension } from '../media-types.ts';
import { decodeBase64 } from '../text/base64.ts';
import type { JsonRecord } from '../text/read-json.ts';
import { at, codingsOf, listAt, textAt, wordsOf } from './elements.ts';
import { dateAt, nameAt, optionsOf, standsAs, type Reading } from './reading.ts';
import { typeOf } from './resources.ts';

/** DocumentReference, and DiagnosticReport with the report as a file. */
export function readDocuments(resource: JsonRecord, reading: Reading): void {
  if (!standsAs(resource, ['superseded'], reading)) return;
  const attachments =
    typeOf(resource) === 'DocumentReference'
      ? listAt(resource, 'content').flatMap((content) => listAt(content, 'attachment'))
      : listAt(resource, 'presentedForm');
  for (const attachment of attachments) readAttachment(attachment, resource, reading);
}

function readAttachment(attachment: JsonRecord, resource: JsonRecord, reading: Reading): void {
  const bytes = bytesOf(attachment, resource, reading);
  const { collector } = reading;
  if (!bytes) return collector.warn('partMissing', typeOf(resource));
  if (bytes.length === 0 || bytes.length > limits.structuredBytes) {
    return collector.warn('partUnreadable', typeOf(resource));
  }
  const mediaType = binaryTypeOf(bytes) ?? 'text/plain';
  const types = codingsOf(at(resource, 'type')).concat(codingsOf(at(resource, 'code')));
  const type = types.find(({ code }) => documentTypeByCode(code) !== undefined)?.code;
  const words = wordsOf(at(resource, 'type')) ?? wordsOf(at(resource, 'code'));
  const title =
    textAt(attachment, 'title') ?? textAt(resource, 'description') ?? words ?? typeOf(resource);
  const file = collector.addFile({
    name: `${title}.${fileExtension(mediaType)}`,
    mediaType,
    bytes,
  });
  const author = at(resource, 'author') ?? at(resource, 'performer');
  collector.add(
    'documents',
    {
      title,
      category: categoryOfType(type),
      type,
      date: dateAt(resource, ['date', 'effectiveDateTime', 'issued'], reading),
      author: nameAt(author, resource, reading),
    },
    { file, identity: optionsOf(resource, reading).identity },
  );
}

/** The bytes within, or those of a Binary of the same file. An address is never fetched. */
function bytesOf(
  attachment: JsonRecord,
  resource: JsonRecord,
  { resources, collector }: Reading,
): Bytes | undefined {
  const data = textAt(attachment, 'data');
  if (data !== undefined) return decodeBase64(data);
  const url = textAt(attachment, 'url');
  if (url === undefined) return undefined;
  const binary = resources.follow({ reference: url }, resource);
  const inner = binary && textAt(binary, 'data');
  if (inner === undefined) collector.warn('remoteIgnored', 'attachment');
  return inner === undefined ? undefined : decodeBase64(inner);
}
