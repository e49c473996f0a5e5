import { fromBase64Url } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { Collector } from '../collector.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, InputFile } from '../found.ts';
import { textAt } from '../fhir/elements.ts';
import { isRecord, readJson } from '../text/read-json.ts';

/**
 * A SMART Health Link: an address and the key of what lies there. An importer has no network: it
 * tells what the link says of itself, and keeps it as a document.
 */
export function readShl(file: InputFile, text: string): Result<Found, InteropError> {
  const encoded = /shlink:\/([\w-]+)/i.exec(text)?.[1] ?? '';
  const bytes = fromBase64Url(encoded);
  const payload = bytes.ok ? readJson(new TextDecoder().decode(bytes.value)) : undefined;
  if (!payload?.ok || !isRecord(payload.value)) return err(notReadable('health link'));
  const link = payload.value;
  if (textAt(link, 'url') === undefined || textAt(link, 'key') === undefined) {
    return err(notReadable('health link'));
  }
  const collector = new Collector();
  collector.warn('remoteIgnored', 'shlink');
  const index = collector.addFile({
    name: file.name,
    mediaType: file.mediaType ?? 'text/plain',
    bytes: file.bytes,
  });
  const title = textAt(link, 'label') ?? file.name;
  collector.add('documents', { title, category: 'other' }, { file: index });
  return ok({ kind: 'shl', title, ...collector.done(), source: { format: 'shl' } });
}
