import { err, ok, type Result } from '#base/result.ts';
import type { Bytes } from '#base/bytes.ts';
import type { OpHash } from '#base/ids.ts';
import { openOp } from '#protocol/op-codec.ts';
import { chainKeyOf, type ChainKey, type Op } from '#protocol/op.ts';
import { decodeUpdatePayload } from '#protocol/payload-codec.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import { encodeState } from '#record/document.ts';
import { containsState, loadDoc, type DocPart } from '#record/merge.ts';
import { Batch } from './batch.ts';
import { blobRowWrite } from './blob-shelf.ts';
import type { LoadedDoc } from './docs.ts';
import { showDoc } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { republish, type DocElsewhere } from './republish.ts';
import { fetchSnapshot, type BlobOrigin, type FetchedSnapshot } from './snapshot-docs.ts';
import { rememberSnapshot } from './snapshot-row.ts';

/**
 * Holds a snapshot that another device took against what stands here [3.8]. What it has and this
 * device has not is merged; what it lacks is published again, from a doc that others can follow.
 */
export async function checkSnapshot(
  vault: OpenVault,
  log: OpenLog,
  hash: OpHash,
  origin: BlobOrigin,
): Promise<Result<'holds' | 'lacks', VaultError>> {
  const op = await snapshotOp(vault, log, hash);
  if (!op) return err({ type: 'StorageDamaged' });
  const fetched = await fetchSnapshot(vault.blobs, log, op, origin);
  if (!fetched.ok) return fetched;
  return vault.turns.take(async () => {
    // Another one was taken meanwhile: it is that one's turn.
    if (log.state.snapshot?.hash !== hash) return err({ type: 'Cancelled' });
    const batch = new Batch().tell('sync');
    const held = await holdAgainst(vault, batch, log, fetched.value);
    if (!held.ok) {
      batch.giveUp();
      return held;
    }
    batch.write(...fetched.value.rows.map(blobRowWrite));
    rememberSnapshot(vault, batch, log.logId, fetched.value);
    const done = await vault.commit(batch);
    return done.ok ? held : done;
  });
}

async function snapshotOp(vault: OpenVault, log: OpenLog, hash: OpHash): Promise<Op | undefined> {
  for await (const { op } of vault.logs.places.ops(log.logId)) if (op.hash === hash) return op;
  return undefined;
}

async function holdAgainst(
  vault: OpenVault,
  batch: Batch,
  log: OpenLog,
  snapshot: FetchedSnapshot,
): Promise<Result<'holds' | 'lacks', VaultError>> {
  const elsewhere = await docsElsewhere(vault, log, snapshot);
  const names = await vault.docs.names(log.logId);
  if (!names.ok) return names;
  let answer: 'holds' | 'lacks' = 'holds';
  for (const docId of new Set([...names.value, ...elsewhere.keys()])) {
    const loaded = await vault.docs.load(log.logId, docId);
    if (!loaded.ok) return loaded;
    const other = elsewhere.get(docId) ?? { docId, parts: [], clients: new Map() };
    const held = holds(loaded.value, other);
    if (!held.ok) return held;
    if (!held.value) answer = 'lacks';
    const settled = held.value
      ? await mergeFrom(vault, batch, log, snapshot, docId)
      : await republish(vault, batch, log, loaded.value, other);
    if (!settled.ok) return settled;
  }
  return ok(answer);
}

/** Whether a reader who begins from the snapshot would have everything of a doc that stands here. */
function holds(here: LoadedDoc, { parts }: DocElsewhere): Result<boolean, VaultError> {
  const there = loadDoc(parts);
  if (!there.ok) return err({ type: 'FileDamaged' });
  const contains = containsState(there.value, encodeState(here.doc));
  return contains.ok ? contains : err({ type: 'StorageDamaged' });
}

async function mergeFrom(
  vault: OpenVault,
  batch: Batch,
  log: OpenLog,
  { docs }: FetchedSnapshot,
  docId: string,
): Promise<Result<void, VaultError>> {
  const doc = docs.find((each) => each.docId === docId);
  if (!doc) return ok(undefined);
  const merged = await vault.docs.merge(batch, log.logId, docId, doc.content);
  if (!merged.ok) return merged;
  return showDoc(vault, batch, log.logId, merged.value.loaded, merged.value.changes);
}

async function docsElsewhere(
  vault: OpenVault,
  log: OpenLog,
  { docs }: FetchedSnapshot,
): Promise<Map<string, DocElsewhere>> {
  const found = new Map<
    string,
    { docId: string; parts: DocPart[]; clients: Map<number, ChainKey> }
  >();
  for (const { docId, content } of docs) {
    const clients = content.clients.map((each) => [each.clientId, chainKeyOf(each)] as const);
    const parts: DocPart[] = [{ format: 'state', bytes: content.state }];
    found.set(docId, { docId, parts, clients: new Map(clients) });
  }
  for await (const { op } of vault.logs.places.ops(log.logId)) {
    const read = op.kind === 'update' && !isCovered(log.state, op) ? updateOf(log, op) : undefined;
    if (!read) continue;
    const { docId, clientId, update } = read;
    const doc = found.get(docId) ?? { docId, parts: [], clients: new Map<number, ChainKey>() };
    doc.parts.push({ format: 'update', bytes: update });
    doc.clients.set(clientId, chainKeyOf(op));
    found.set(docId, doc);
  }
  return found;
}

function updateOf(
  log: OpenLog,
  op: Op,
): { docId: string; clientId: number; update: Bytes } | undefined {
  const key = log.keyOf(op.epoch);
  const body = key && openOp(op, key);
  const payload = body?.ok === true ? decodeUpdatePayload(body.value.payload) : undefined;
  return payload?.ok === true ? payload.value : undefined;
}
