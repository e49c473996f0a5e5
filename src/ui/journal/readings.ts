import type { LogId } from '#base/ids.ts';
import { HOUR_MS, instant, type Instant } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { ReadLine } from '#vault/api.ts';
import { valueOf } from '../record/entry-text.ts';
import { language } from '../state/language.svelte.ts';

/** The relay's own account, or the reader's word: two facts that are never taken for one another. */
export type Reading = {
  readonly key: string;
  readonly at: Instant;
  readonly source: 'relay' | 'reader';
  /** "entre 14 h et 15 h", "14 h 30". */
  readonly when: string;
  /** "la fenêtre, Bilan lipidique". */
  readonly what: string;
};

/** The title of a document of the record, by its id. */
export type TitleOf = (entry: string) => string | undefined;

/** What the relay says it served to the correspondent's key, to the hour. */
export function relayReadings(
  channel: LogId,
  lines: readonly ReadLine[],
  titleOf: TitleOf,
): readonly Reading[] {
  const { words, formats } = language;
  const said = words.keeping.readings;
  return lines.flatMap(({ by, at, hasWindow, documents, otherFiles }): Reading[] => {
    if (by === 'holder') return [];
    const named = documents.flatMap((entry) => titleOf(entry) ?? []);
    const unnamed = documents.length - named.length + otherFiles;
    const what = [
      by === 'former' ? said.formerKey : '',
      hasWindow ? said.window : '',
      ...named,
      unnamed > 0 ? said.files(unnamed) : '',
    ];
    const hour = said.hour(formats.time(at), formats.time(instant(at + HOUR_MS)));
    const key = `relay/${channel}/${String(at)}/${by}`;
    return [{ key, at, source: 'relay', when: hour, what: what.filter(Boolean).join(', ') }];
  });
}

/** What the reader's own receipts say, as the journal keeps them; none: another act. */
export function receiptReadings(entry: Entry, titleOf: TitleOf): readonly Reading[] {
  if (valueOf(entry, 'act') !== 'windowRead') return [];
  const read = memberOf(valueOf(entry, 'details'), 'read');
  const { words, formats } = language;
  return (Array.isArray(read) ? (read as readonly Json[]) : []).flatMap((item, index) => {
    const [at, id] = [memberOf(item, 'at'), memberOf(item, 'entry')];
    if (typeof at !== 'number') return [];
    const said = words.keeping.readings;
    const title = typeof id === 'string' ? titleOf(id) : undefined;
    const what = memberOf(item, 'what') === 'summary' ? said.window : (title ?? said.files(1));
    const moment = instant(at);
    const key = `reader/${entry.id}/${String(index)}`;
    return [{ key, at: moment, source: 'reader', when: formats.time(moment), what }];
  });
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, Json>>)[name] : undefined;
}
