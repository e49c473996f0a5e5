import { Collector } from './collector.ts';
import { categoryOfType } from './document-category.ts';
import type { Found, InputFile } from './found.ts';

/** A file kept as it is, under its own name. */
export function readDocument(file: InputFile, mediaType: string): Found {
  const collector = new Collector();
  const index = collector.addFile({ name: file.name, mediaType, bytes: file.bytes });
  const title = file.name.replace(/\.[A-Za-z0-9]{1,5}$/, '') || file.name;
  collector.add('documents', { title, category: categoryOfType(undefined) }, { file: index });
  return { kind: 'document', title, ...collector.done(), source: { format: 'document' } };
}
