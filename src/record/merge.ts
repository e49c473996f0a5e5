import type * as Y from 'yjs';
import type { Bytes } from '#base/bytes.ts';
import { parseId, type EntryId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import {
  createDoc,
  entriesOf,
  marksOf,
  NO_CLIENT,
  nonesOf,
  pastOf,
  singleIdOfRoot,
  type DocMap,
  type RecordDoc,
} from './document.ts';
import { yjsLibrary } from './yjs.ts';

/**
 * What others wrote joins a doc here. Bytes come in authentic; updates of ops were scanned
 * (`update-scan.ts`) before.
 */

/** V2 state of a snapshot or of the device's own store, or a V1 update of an op. */
export type DocPart = { readonly format: 'state' | 'update'; readonly bytes: Bytes };

/** The part that Yjs cannot apply. The doc is then worthless: load it again without that part. */
export type DocDamaged = { readonly type: 'DocDamaged'; readonly part: number };

/** What the parts touched: entries whose content or marks may differ, and the "none"s. */
export type DocChanges = { readonly entries: ReadonlySet<EntryId>; readonly nones: boolean };

/** A doc from its parts, in any order. */
export function loadDoc(parts: readonly DocPart[]): Result<RecordDoc, DocDamaged> {
  const doc = createDoc();
  const applied = applyParts(doc, parts);
  return applied.ok ? ok(doc) : applied;
}

/** Applies V1 updates, all in one transaction. */
export const applyUpdates = (
  doc: RecordDoc,
  updates: readonly Bytes[],
): Result<DocChanges, DocDamaged> =>
  applyParts(
    doc,
    updates.map((bytes) => ({ format: 'update', bytes })),
  );

/** Applies states and updates, all in one transaction. After an error the doc is worthless. */
export function applyParts(
  doc: RecordDoc,
  parts: readonly DocPart[],
): Result<DocChanges, DocDamaged> {
  const { yjs } = doc;
  const ownClient = yjs.clientID;
  const transaction = tryToApply(yjs, parts);
  if (!transaction.ok) return transaction;
  // Yjs moves to a client of its own choice when somebody else writes under ours.
  if (yjs.clientID !== ownClient) yjs.clientID = NO_CLIENT;
  return ok(changesOf(doc, transaction.value));
}

/**
 * Whether a doc has everything that a state holds. The state is merged in: what it lacked, it has
 * afterwards.
 */
export function containsState({ yjs }: RecordDoc, state: Bytes): Result<boolean, DocDamaged> {
  let isChanged = false;
  const notice = (): void => {
    isChanged = true;
  };
  yjs.on('update', notice);
  const applied = tryToApply(yjs, [{ format: 'state', bytes: state }]);
  yjs.off('update', notice);
  return applied.ok ? ok(!isChanged) : applied;
}

function tryToApply(yjs: Y.Doc, parts: readonly DocPart[]): Result<Y.Transaction, DocDamaged> {
  let part = 0;
  try {
    const { applyUpdate, applyUpdateV2 } = yjsLibrary();
    const transaction = yjs.transact((current) => {
      for (const { format, bytes } of parts) {
        if (format === 'state') applyUpdateV2(yjs, bytes);
        else applyUpdate(yjs, bytes);
        part++;
      }
      return current;
    });
    return ok(transaction);
  } catch {
    return err({ type: 'DocDamaged', part });
  }
}

/** Something came that leans on what did not: nothing of the doc is shown until it does. */
export const hasPending = ({ yjs }: RecordDoc): boolean =>
  yjs.store.pendingStructs !== null || yjs.store.pendingDs !== null;

/** The clock at which the next struct of a client must stand; 0 for a client not seen yet. */
export const nextClock = ({ yjs }: RecordDoc, clientId: number): number =>
  yjsLibrary().getState(yjs.store, clientId);

/** Every client that has a struct in the doc. */
export const clientIdsOf = ({ yjs }: RecordDoc): number[] => Array.from(yjs.store.clients.keys());

function changesOf(doc: RecordDoc, transaction: Y.Transaction): DocChanges {
  const entries = new Set<EntryId>();
  let nones = false;
  // Every type of these docs is a map.
  const changed = transaction.changed as ReadonlyMap<unknown, ReadonlySet<string | null>>;
  for (const [type, keys] of changed as ReadonlyMap<DocMap, ReadonlySet<string | null>>) {
    if (type === nonesOf(doc)) nones = true;
    else for (const id of touchedIds(doc, type, keys)) entries.add(id);
  }
  return { entries, nones };
}

/** Keys of `entries` are ids, keys of `marks` and `past` begin with one; an entry's own map stands at its id. */
function touchedIds(doc: RecordDoc, type: DocMap, keys: ReadonlySet<string | null>): EntryId[] {
  const item = type._item;
  if (item) return item.parent === entriesOf(doc) ? idsOf([item.parentSub]) : [];
  if ([entriesOf, marksOf, pastOf].some((rootOf) => rootOf(doc) === type)) {
    return idsOf(Array.from(keys));
  }
  const single = singleIdOfRoot(yjsLibrary().findRootTypeKey(type));
  return single === undefined ? [] : [single];
}

const ID_DIGITS = 32;

const idsOf = (keys: readonly (string | null)[]): EntryId[] =>
  keys
    .map((key) => parseId('EntryId', key?.slice(0, ID_DIGITS) ?? ''))
    .filter((id) => id !== undefined);
