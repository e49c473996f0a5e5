import type { Json } from '#record/entry.ts';
import { isJson, isPlainObject } from '#record/json.ts';
import { sectionByCode } from '#record/registry.ts';
import type { FieldValues } from '#record/section.ts';
import { readJson, type JsonRecord } from '../text/read-json.ts';
import { listAt, textAt } from './elements.ts';

/** The extension by which a resource that Carnet wrote carries its entry, to the last digit. */
export const ENTRY_EXTENSION = 'urn:carnet:entry';

export type OwnEntry = { readonly section: string; readonly fields: FieldValues };

export const encodeEntry = ({ section, fields }: OwnEntry): Json => [
  { url: ENTRY_EXTENSION, valueString: JSON.stringify({ section, fields }) },
];

/**
 * The entry that Carnet wrote into a resource. Any file may claim one: only sections that a window
 * may show are read, never those that hold keys.
 */
export function decodeEntry(resource: JsonRecord): OwnEntry | undefined {
  const extension = listAt(resource, 'extension').find(
    (one) => textAt(one, 'url') === ENTRY_EXTENSION,
  );
  const json = readJson(extension ? (textAt(extension, 'valueString') ?? '') : '');
  if (!json.ok || !isPlainObject(json.value)) return undefined;
  const { section, fields } = json.value;
  if (typeof section !== 'string' || sectionByCode(section)?.projectable !== true) return undefined;
  return isPlainObject(fields) && isJson(fields) ? { section, fields } : undefined;
}
