import { concat, equal, fromBase64Url, toBase64Url, utf8, type Bytes } from '#base/bytes.ts';
import { idToBytes, type EntryId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import type { Day } from '#record/civil.ts';
import type { Json } from '#record/entry.ts';
import type { VisitChanges } from './api.ts';

/** What a practitioner had been shown at some moment: marks of entries, no content. */
type Shown = { readonly at: Instant; readonly marks: string };

/**
 * The practitioner's last two looks at a window. One day is one visit, however often the page is
 * opened; the visit before it is what "since your last visit" compares with.
 */
export type Visits = {
  readonly day: Day;
  readonly last: Shown;
  readonly before: Shown | undefined;
};

const ID_BYTES = 4;
const TEXT_BYTES = 4;
const MARK_BYTES = ID_BYTES + TEXT_BYTES;

/** Marks of a window's entries, each hashed once while its text stays. */
export class EntryMarks {
  readonly #known = new Map<EntryId, { readonly text: string; readonly mark: Bytes }>();

  /** 4 bytes of the id, 4 of the hash of its text: a collision hides one change among millions. */
  #of(id: EntryId, text: string): Bytes {
    const known = this.#known.get(id);
    if (known?.text === text) return known.mark;
    const of = concat(
      idToBytes(id).subarray(0, ID_BYTES),
      hash(utf8(text)).subarray(0, TEXT_BYTES),
    );
    this.#known.set(id, { text, mark: of });
    return of;
  }

  /** Every entry of a window, in base64url, in the order of their ids. */
  all(texts: ReadonlyMap<EntryId, string>): string {
    const ids = Array.from(texts.keys()).sort();
    return toBase64Url(concat(...ids.map((id) => this.#of(id, texts.get(id) ?? ''))));
  }

  /** What is new, what is otherwise, and how much is no more, than when `shown` was noted. */
  since(shown: Shown, texts: ReadonlyMap<EntryId, string>): VisitChanges {
    const before = marksById(shown.marks);
    const [added, changed]: [EntryId[], EntryId[]] = [[], []];
    for (const [id, text] of texts) {
      const mark = this.#of(id, text);
      const key = idKey(mark);
      const former = before.get(key);
      if (!former) added.push(id);
      else if (!equal(former, mark)) changed.push(id);
      before.delete(key);
    }
    return { at: shown.at, added, changed, removed: before.size };
  }
}

const idKey = (mark: Bytes): string => toBase64Url(mark.subarray(0, ID_BYTES));

function marksById(marks: string): Map<string, Bytes> {
  const bytes = fromBase64Url(marks);
  const byId = new Map<string, Bytes>();
  if (!bytes.ok) return byId;
  for (let at = 0; at + MARK_BYTES <= bytes.value.length; at += MARK_BYTES) {
    const mark = bytes.value.slice(at, at + MARK_BYTES);
    byId.set(idKey(mark), mark);
  }
  return byId;
}

/** With which look the present one is compared; undefined: there was none on another day. */
export const shownBefore = (visits: Visits | undefined, today: Day): Shown | undefined =>
  visits?.day === today ? visits.before : visits?.last;

/** The visits once the window was looked at now; undefined: that is known already. */
export function nextVisits(
  visits: Visits | undefined,
  today: Day,
  looked: Shown,
): Visits | undefined {
  if (visits?.day !== today) return { day: today, last: looked, before: visits?.last };
  if (visits.last.marks === looked.marks) return undefined;
  return { ...visits, last: { ...looked, at: visits.last.at } };
}

export const visitsToJson = ({ day, last, before }: Visits): Json => ({
  day,
  last,
  before: before ?? null,
});

/** Undefined: no visits that this version wrote. */
export function readVisits(value: Json | undefined): Visits | undefined {
  const { day, last, before } = objectOf(value);
  const shown = readShown(last);
  return typeof day === 'string' && shown
    ? { day: day as Day, last: shown, before: readShown(before) }
    : undefined;
}

function readShown(value: Json | undefined): Shown | undefined {
  const { at, marks } = objectOf(value);
  return typeof at === 'number' && typeof marks === 'string'
    ? { at: at as Instant, marks }
    : undefined;
}

const objectOf = (value: Json | undefined): { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
