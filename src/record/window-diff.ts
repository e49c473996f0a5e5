import type { EntryId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { instant } from '#base/time.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Entry, Json } from './entry.ts';
import { isJson, isPlainObject, jsonEqual, own, sortedText } from './json.ts';
import { sectionByCode } from './registry.ts';
import { isSectionCode, validateFields, type FieldValues } from './section.ts';

/** An entry of a window as it travels: equal entries, equal text. */
export const encodeWindowEntry = ({ section, meta, fields }: Entry): string =>
  sortedText({ v: 1, section, createdAt: meta.createdAt, fields });

/** Longer text of one entry is refused. */
const MAX_ENTRY_LENGTH = 256 * 1024;

/**
 * Reads an entry of a window, which somebody else made. A section that this version does not know
 * passes as plain data.
 */
export function decodeWindowEntry(
  id: EntryId,
  json: string,
): Result<Entry, 'NotAnEntry' | 'Newer'> {
  const value = json.length <= MAX_ENTRY_LENGTH ? parseJson(json) : undefined;
  if (!isPlainObject(value)) return err('NotAnEntry');
  const [version, code, at] = [own(value, 'v'), own(value, 'section'), own(value, 'createdAt')];
  const fields = own(value, 'fields');
  if (!Number.isSafeInteger(version) || Number(version) < 1) return err('NotAnEntry');
  if (version !== 1) return err('Newer');
  if (!isSectionCode(code) || !isInstant(at) || !isPlainObject(fields) || !isJson(fields)) {
    return err('NotAnEntry');
  }
  const section = sectionByCode(code);
  if (section && !validateFields(section, fields as FieldValues, 'received').ok)
    return err('NotAnEntry');
  if (section?.projectable === false) return err('NotAnEntry');
  const meta = {
    createdAt: instant(at),
    changedAt: instant(at),
    hidden: false,
    sensitive: undefined,
    deletedAt: undefined,
    source: undefined,
  };
  return ok({ id, section: code, meta, fields: fields });
}

const isInstant = (value: unknown): value is Instant =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8_640_000_000_000_000;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How a window becomes the next. */
export type WindowDiff = {
  readonly puts: readonly { readonly id: EntryId; readonly json: string }[];
  readonly removed: readonly EntryId[];
  /** Something that was shown is not any more: the op must be full, so that the relay forgets it. */
  readonly narrowed: boolean;
};

/** @param previous, next: text of `encodeWindowEntry` by id */
export function diffWindow(
  previous: ReadonlyMap<EntryId, string>,
  next: ReadonlyMap<EntryId, string>,
): WindowDiff {
  const puts = Array.from(next)
    .filter(([id, json]) => previous.get(id) !== json)
    .map(([id, json]) => ({ id, json }));
  const removed = Array.from(previous.keys()).filter((id) => !next.has(id));
  const shrunk = puts.some(({ id, json }) => {
    const before = previous.get(id);
    return before !== undefined && !keeps(parseJson(before) as Json, parseJson(json) as Json);
  });
  return { puts, removed, narrowed: removed.length > 0 || shrunk };
}

/** Whether all that was there still is: a text or a number may be corrected, a file may not. */
function keeps(before: Json, after: Json): boolean {
  if (Array.isArray(before)) {
    return (
      Array.isArray(after) &&
      before.every((item: Json) => after.some((kept: Json) => jsonEqual(kept, item)))
    );
  }
  if (!isPlainObject(before)) return !isPlainObject(after) && !Array.isArray(after);
  if (!isPlainObject(after)) return false;
  if (own(before, 'blob') !== own(after, 'blob')) return false;
  return Object.entries(before).every(
    ([key, value]) => Object.hasOwn(after, key) && keeps(value, own(after, key) as Json),
  );
}
