import { ok, err, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import { applyStub, checkOp, headOf } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import { chainKeyOf, type ChainKey, type Op, type OpHeader } from '#protocol/op.ts';
import type { Passed } from '#protocol/relay-cursor.ts';
import { decodeSnapshotChange } from '#protocol/snapshot-codec.ts';
import type { Incarnation } from '#base/ids.ts';
import type { Bytes } from '#base/bytes.ts';
import type { Batch } from './batch.ts';
import { blobRowWrite } from './blob-shelf.ts';
import { showDoc } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { membersOf, unwrapAll } from './epoch-keys.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { groundOf } from './pending-access.ts';
import { ReceivedPage, type Received } from './received-page.ts';
import { fetchSnapshot, type BlobOrigin, type FetchedSnapshot } from './snapshot-docs.ts';
import { rememberSnapshot } from './snapshot-row.ts';

/*
 * A log from which ops are missing: what its last snapshot covers was deleted at the relay, or
 * left out of a seed or an archive. The snapshot's docs stand in for them.
 */

/** The items of a log up to its last snapshot, and those after it. */
export type ShortLog = {
  readonly before: readonly LogItem[];
  readonly snapshot: { readonly op: Op; readonly relaySeq: number };
  readonly after: readonly LogItem[];
};

/** Whether something is missing between what is held and these items, or among them. */
export function isShort(state: LogState, items: readonly LogItem[]): boolean {
  if (state.sort === 'channel') return false;
  const ends = new Map<ChainKey, number>();
  const endOf = (item: Pick<OpHeader, 'author' | 'writer'>): number =>
    ends.get(chainKeyOf(item)) ?? headOf(state, item).seq;
  for (const item of items) {
    const op = item.type === 'op' ? opOf(item) : undefined;
    const place = item.type === 'stub' ? item : op;
    if (place === undefined || place.seq <= endOf(place)) continue;
    if (item.type === 'stub' || place.seq > endOf(place) + 1) return true;
    if (op?.kind === 'snapshot' && headsOf(op).some((head) => head.seq > endOf(head))) return true;
    ends.set(chainKeyOf(place), place.seq);
  }
  return false;
}

function headsOf(snapshot: Op) {
  const change = decodeSnapshotChange(snapshot.publicPart);
  return change.ok ? change.value.heads : [];
}

function opOf(item: LogItem): Op | undefined {
  const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
  return op?.ok === true ? op.value : undefined;
}

/** Undefined: nothing explains what is missing. */
export function cutAtSnapshot(items: readonly LogItem[]): ShortLog | undefined {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    const op = item && opOf(item);
    if (item === undefined || op?.kind !== 'snapshot') continue;
    const snapshot = { op, relaySeq: item.relaySeq };
    return { before: items.slice(0, index), snapshot, after: items.slice(index + 1) };
  }
  return undefined;
}

function* opsIn(items: readonly LogItem[]): Iterable<Op> {
  for (const item of items) {
    const op = opOf(item);
    if (op) yield op;
  }
}

const optionalBytes = (hex: string | undefined): Bytes | undefined =>
  hex === undefined ? undefined : hexBytes(hex);

/** What is asked of the network before the vault's turn is taken. */
export async function prepareShort(
  vault: Pick<OpenVault, 'blobs' | 'views' | 'logs'>,
  log: OpenLog,
  items: readonly LogItem[],
  origin: BlobOrigin,
): Promise<Result<{ short: ShortLog; fetched: FetchedSnapshot }, VaultError>> {
  const short = cutAtSnapshot(items);
  if (!short) return err(INCOMPLETE);
  const members = await membersOf(vault, log);
  if (!members.ok) return members;
  // What turned the epoch is judged later, at its place; the snapshot's docs say whether it fits.
  const keys = await unwrapAll(opsIn(items), members.value);
  const reader = {
    logId: log.logId,
    keyOf: (epoch: number) => log.keyOf(epoch) ?? optionalBytes(keys[String(epoch)]),
  };
  const fetched = await fetchSnapshot(vault.blobs, reader, short.snapshot.op, origin);
  return fetched.ok ? ok({ short, fetched: fetched.value }) : fetched;
}

/** The relay, or the archive, gave less than there is. */
const INCOMPLETE: VaultError = { type: 'RelayRefused', reason: 'GAP' };

type Taking = Omit<OpenVault, 'keyring'>;

/** Takes the log over from its snapshot, into `batch`: rules, docs, then what came after. */
export async function takeShort(
  vault: Taking,
  batch: Batch,
  log: OpenLog,
  { short, fetched }: { readonly short: ShortLog; readonly fetched: FetchedSnapshot },
  at: { readonly inc: Incarnation; readonly passed: readonly Passed[] },
): Promise<Result<Received, VaultError>> {
  const page = new ReceivedPage(vault, log, batch, at);
  const isExplained = await takeRules(vault, batch, log, short, page);
  if (!isExplained) return err(INCOMPLETE);
  batch.write(...fetched.rows.map(blobRowWrite));
  for (const { docId, content } of fetched.docs) {
    const merged = await vault.docs.merge(batch, log.logId, docId, content);
    if (!merged.ok) return merged;
    const { loaded, changes } = merged.value;
    const shown = await showDoc(vault, batch, log.logId, loaded, changes);
    if (!shown.ok) return shown;
  }
  rememberSnapshot(vault, batch, log.logId, fetched);
  return page.take(short.after);
}

/** Access and snapshots are judged and kept; everything else up to the snapshot only holds its place. */
async function takeRules(
  { logs }: Taking,
  batch: Batch,
  log: OpenLog,
  { before, snapshot: { op: snapshot, relaySeq } }: ShortLog,
  page: ReceivedPage,
): Promise<boolean> {
  const { state } = log;
  for (const item of before) {
    const op = opOf(item);
    const place = item.type === 'stub' ? item : op;
    if (place === undefined) return false;
    if (op && logs.isUnsent(op.hash)) logs.acknowledge(batch, log, op.hash, item.relaySeq);
    if (place.seq <= headOf(state, place).seq) continue;
    if (op?.kind === 'access' || op?.kind === 'snapshot') {
      if (!isNew(log, op)) return false;
      logs.receive(batch, log, op, item.relaySeq);
      if (op.kind === 'access' && !(await page.learn(op)).ok) return false;
      continue;
    }
    logs.changeState(batch, log, () => undefined);
    const held = applyStub(state, { ...place, type: 'stub', relaySeq: item.relaySeq });
    if (!held.ok) return false;
  }
  if (snapshot.seq > headOf(state, snapshot).seq) {
    if (!isNew(log, snapshot)) return false;
    logs.receive(batch, log, snapshot, relaySeq);
  }
  return state.stubs.size === 0;
}

function isNew(log: OpenLog, op: Op): boolean {
  const checked = checkOp(groundOf(log), op, { past: 'served' });
  return checked.ok && checked.value === 'New';
}
