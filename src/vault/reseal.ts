import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import type { Op, OpKind } from '#protocol/op.ts';
import { decodeWindowChange } from '#protocol/payload-codec.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { NO_OPS, drawWriter, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { becomeMember, giveUpAccess } from './pending-access.ts';
import { unpackSnapshot } from './snapshot-note.ts';

type Resealing = Pick<OpenVault, 'deps' | 'docs' | 'logs' | 'notes'>;

/**
 * Seals again what the relay has not taken, under the current epoch. One transaction: either all
 * waits anew, or all as before. Windows and erases are not sealed again but given up, to be computed anew.
 */
export async function resealUnsent(
  vault: OpenVault,
  log: OpenLog,
): Promise<Result<void, VaultError>> {
  const batch = new Batch().tell('sync');
  const sealed = await sealAnew(vault, batch, log, 'sameWriter');
  return sealed.ok ? vault.commit(batch) : sealed;
}

/** Gives up a writer that somebody else used too, and makes its unsent changes under a new one. */
export async function startNewWriter(
  vault: OpenVault,
  log: OpenLog,
): Promise<Result<void, VaultError>> {
  const batch = new Batch().tell('sync');
  const sealed = await sealAnew(vault, batch, log, 'newWriter');
  return sealed.ok ? vault.commit(batch) : sealed;
}

/** Who signs what is sealed anew: the same writer, a new one, or another member of this person. */
export type SealAs = 'sameWriter' | 'newWriter' | { readonly memberSeeds: string };

/**
 * All of the above, into a batch of the caller's, which is given up on failure. An access op that
 * waits is not sealed again but given up: whoever asked for it computes it from what stands then.
 * @param held ops that the relay turns out to have taken: they stay as they are
 */
export async function sealAnew(
  vault: Resealing,
  batch: Batch,
  log: OpenLog,
  as: SealAs,
  held: ReadonlySet<OpHash> = new Set(),
): Promise<Result<void, VaultError>> {
  const waiting = await unsentOps(vault, log);
  if (!waiting.ok) return waiting;
  const unsent = waiting.value.filter(({ hash }) => !held.has(hash));
  const opened = openOwn(log, unsent);
  if (!opened.ok) return opened;
  const access = unsent.find((op) => op.hash === log.row.pendingAccess?.hash);
  if (access) giveUpAccess(vault.logs, batch, log, access);
  const first = unsent.find((op) => op.author === log.author);
  if (first) vault.logs.rewind(batch, log, { seq: first.seq - 1, hash: first.prevHash });
  if (as === 'newWriter') {
    vault.logs.changeRow(batch, log, { ...log.row, writer: drawWriter(vault.deps.random) });
    vault.logs.rewind(batch, log, NO_OPS);
    vault.notes.put(batch, 'copied', '', { at: vault.deps.clock.now() });
    vault.docs.dropAll(log.logId);
  } else if (as !== 'sameWriter') becomeMember(vault.logs, batch, log, as.memberSeeds);
  giveUpWindows(vault, batch, log, unsent);
  giveUpSnapshot(vault, batch, log, unsent);
  giveUpErase(vault, batch, log, unsent);
  for (const { op, payload } of opened.value) resealInto(vault, batch, log, op, payload);
  return ok(undefined);
}

type OpenedOp = { readonly op: Op; readonly payload: Bytes };

/** Before any key or member changes. */
function openOwn(log: OpenLog, unsent: readonly Op[]): Result<OpenedOp[], VaultError> {
  const opened: OpenedOp[] = [];
  for (const op of unsent) {
    const key = mustGet(log.keyOf(op.epoch), 'the key that this device sealed with');
    const body = openOp(op, key);
    if (!body.ok) return err({ type: 'StorageDamaged' });
    opened.push({ op, payload: body.value.payload });
  }
  return ok(opened);
}

/** This device's own ops that wait. The genesis and others that another key signed stand as they are. */
export async function unsentOps(
  vault: Pick<Resealing, 'logs'>,
  log: OpenLog,
): Promise<Result<Op[], VaultError>> {
  const held = await vault.logs.unsentOps(log.logId);
  if (!held.ok) return held;
  const ops: Op[] = [];
  for (const { bytes } of held.value) {
    const op = decodeOp(bytes);
    if (!op.ok) return err({ type: 'StorageDamaged' });
    if (log.isOwn(op.value)) ops.push(op.value);
  }
  return ok(ops);
}

/** A window follows the one before by its hash: it cannot move, only be computed again. */
function giveUpWindows(vault: Resealing, batch: Batch, log: OpenLog, unsent: readonly Op[]): void {
  const first = unsent.find((op) => op.kind === 'window');
  if (!first) return;
  const change = decodeWindowChange(first.publicPart);
  const { prevWindow } = mustGet(change.ok ? change.value : undefined, 'a window of our own');
  vault.logs.changeState(batch, log, () => {
    log.state.windowHead = prevWindow;
  });
  vault.notes.remove(batch, 'window', log.logId);
}

/** A snapshot names the ends of all chains: it cannot move either, and is taken anew when it is due. */
function giveUpSnapshot(vault: Resealing, batch: Batch, log: OpenLog, unsent: readonly Op[]): void {
  const note = vault.notes.get('snapshot', log.logId);
  const sent = note?.sent;
  if (!sent || !unsent.some((op) => op.hash === sent.hash)) return;
  vault.notes.put(batch, 'snapshot', log.logId, { ...note, sent: null });
  vault.logs.changeState(batch, log, () => {
    const isLast = log.state.snapshot?.hash === sent.hash;
    if (isLast) log.state.snapshot = unpackSnapshot(sent.before);
  });
}

/** What stands at one place in the log cannot move: it is computed again where it is still wanted. */
const STAYS = new Set<OpKind>(['access', 'window', 'snapshot', 'erase']);

/** A channel is erased once everything in it is kept: that is looked at anew. */
function giveUpErase(vault: Resealing, batch: Batch, log: OpenLog, unsent: readonly Op[]): void {
  if (!unsent.some((op) => op.kind === 'erase')) return;
  vault.logs.changeState(batch, log, () => {
    log.state.erased = false;
  });
}

function resealInto(
  { logs }: Resealing,
  batch: Batch,
  log: OpenLog,
  { hash, kind, publicPart }: Op,
  payload: Bytes,
): void {
  if (!logs.isUnsent(hash) || kind === 'access') return;
  const { entries, isUpkeep } = logs.dropUnsent(batch, hash);
  if (!STAYS.has(kind)) logs.append(batch, log, { kind, publicPart, payload, entries, isUpkeep });
}
