import { limits } from '../limits.ts';
import { isRecord, type JsonRecord, type JsonValue } from '../text/read-json.ts';
import { listAt, textAt } from './elements.ts';

/** The resources of a file, and how they refer to one another. */
export type Resources = {
  readonly all: readonly JsonRecord[];
  readonly truncated: boolean;
  /** What a reference points at; undefined when the file does not hold it. */
  readonly follow: (reference: JsonValue | undefined, from: JsonRecord) => JsonRecord | undefined;
};

/** Bundles within a bundle within a bundle: enough. */
const MAX_NESTING = 3;

/** A resource alone, or those of a Bundle of any type, in the order of the file. */
export function collectResources(roots: readonly JsonRecord[]): Resources {
  const all: JsonRecord[] = [];
  const byName = new Map<string, JsonRecord>();
  let truncated = false;
  const add = (resource: JsonRecord, fullUrl: string | undefined, nesting: number): void => {
    if (all.length >= limits.entries) truncated = true;
    else if (textAt(resource, 'resourceType') === 'Bundle' && nesting < MAX_NESTING) {
      for (const entry of listAt(resource, 'entry')) {
        const inner = entry['resource'];
        if (isRecord(inner)) add(inner, textAt(entry, 'fullUrl'), nesting + 1);
      }
    } else {
      all.push(resource);
      for (const name of namesOf(resource, fullUrl)) byName.set(name, resource);
    }
  };
  for (const root of roots) add(root, undefined, 0);
  return { all, truncated, follow: (reference, from) => follow(reference, from, byName) };
}

export const typeOf = (resource: JsonRecord): string => textAt(resource, 'resourceType') ?? '';

function namesOf(resource: JsonRecord, fullUrl: string | undefined): string[] {
  const id = textAt(resource, 'id');
  return [
    ...(fullUrl === undefined ? [] : [fullUrl]),
    ...(id === undefined ? [] : [`${typeOf(resource)}/${id}`, `urn:uuid:${id}`, id]),
  ];
}

function follow(
  reference: JsonValue | undefined,
  from: JsonRecord,
  byName: ReadonlyMap<string, JsonRecord>,
): JsonRecord | undefined {
  const name = textAt(reference, 'reference');
  if (name === undefined) return undefined;
  if (name.startsWith('#')) {
    return listAt(from, 'contained').find((one) => textAt(one, 'id') === name.slice(1));
  }
  const relative = name
    .replace(/\/_history\/.*$/, '')
    .split('/')
    .slice(-2)
    .join('/');
  return byName.get(name) ?? byName.get(relative);
}
