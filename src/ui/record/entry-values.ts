import type { Entry, Json } from '#record/entry.ts';
import { own } from '#record/json.ts';

/** The value of an entry's field; undefined where it says nothing. */
export const valueOf = (entry: Entry, name: string): Json | undefined =>
  own(entry.fields, name) as Json | undefined;

/** The same for a field of text; empty where it says nothing. */
export function plainText(entry: Entry, name: string): string {
  const value = valueOf(entry, name);
  return typeof value === 'string' ? value : '';
}
