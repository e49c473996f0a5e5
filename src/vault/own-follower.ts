import type { OpHash } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { OutboundOp } from '#protocol/client-events.ts';
import type { Refusal } from '#protocol/messages.ts';
import type { Cursor, Passed } from '#protocol/relay-cursor.ts';
import { Batch } from './batch.ts';
import { attachNoteId } from './blob-shelf.ts';
import { channelOf } from './channel-entry.ts';
import { CatchingUp } from './catching-up.ts';
import type { VaultError } from './errors.ts';
import type { Follower, Kept } from './follower.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { Proofs } from './proofs.ts';
import type { Received } from './received-page.ts';
import { resealUnsent, startNewWriter, unsentOps } from './reseal.ts';
import type { BlobOrigin } from './snapshot-docs.ts';

/** What the rest of the vault does when a log of this device moves. */
export type LogHooks = {
  /** The relay acknowledged something, or the log came live. */
  readonly moved: () => void;
  /** The relay took something of ours. */
  readonly accepted: () => void;
  /** Another window op, or another device's, stands where ours wanted to: compute it again. */
  readonly windowLost: (log: OpenLog) => void;
  /** The relay has no room, or this member used up its share for today. */
  readonly noRoom: (reason: 'QUOTA' | 'FULL') => void;
  /** The relay contradicts what it told another device, or what it told before. */
  readonly forked: () => void;
  readonly erased: (log: OpenLog) => Promise<void>;
  readonly proofs: Proofs;
  /** The relay says that every key that was proven was removed from the log. */
  readonly removed: (log: OpenLog) => void;
  /** Ops are missing, and nothing that the relay gives explains them; or no more. */
  readonly incomplete: (isIncomplete: boolean) => void;
  /** Whether everything of the log that the relay had was received. */
  readonly isLive: () => boolean;
  readonly blobs: BlobOrigin;
};

/** A keyring, a record or an outgoing channel as the sync carries it. */
export function followOwnLog(vault: OpenVault, log: OpenLog, hooks: LogHooks): Follower {
  const { logs, turns, notes } = vault;
  const catchingUp = new CatchingUp(vault, log, hooks.blobs);
  const settle = async (): Promise<Result<Received, VaultError>> => {
    const settled = await catchingUp.settle();
    hooks.incomplete(!settled.ok);
    return settled;
  };
  const received = (...kepts: readonly Result<Received, VaultError>[]): Kept => {
    for (const kept of kepts) {
      if (!kept.ok) return kept;
      if (kept.value.isForked) hooks.forked();
      if (kept.value.isWindowLost) hooks.windowLost(log);
    }
    hooks.moved();
    return ok(undefined);
  };
  return {
    logId: log.logId,
    memberToProve: () => hooks.proofs.prove(log),
    tryNextMember: () => hooks.proofs.refused(log),
    canSeed: true,
    get cursor() {
      return log.cursor;
    },
    async unsent(): Promise<readonly OutboundOp[]> {
      const ops = await logs.unsentOps(log.logId);
      return ops.ok ? ops.value : [];
    },
    async seedOps() {
      const ops = await turns.take(() => logs.places.opsForSeed(log));
      return ops.ok ? ops.value : [];
    },
    async deliver(items, cursor, passed) {
      const kept = await catchingUp.deliver(items, cursor, passed);
      // A log that is live is at its end already.
      return received(kept.ok && hooks.isLive() ? await settle() : kept, kept);
    },
    async accepted(ack, cursor, passed) {
      const kept = await turns.take(() => acknowledge(vault, log, ack, { cursor, passed }, hooks));
      hooks.accepted();
      hooks.moved();
      return kept;
    },
    async refused({ hash, reason }) {
      // What was sealed anew since it was sent needs no answer.
      if (logs.isUnsent(hash)) await answerRefusal(vault, log, hash, reason, hooks);
    },
    absent() {
      hooks.moved();
      return Promise.resolve();
    },
    async erased() {
      await turns.take(() => hooks.erased(log));
    },
    async seeded(missingBlobs) {
      if (log.row.record !== undefined || missingBlobs.length === 0) return;
      await turns.take(async () => {
        const batch = new Batch().tell('sync');
        for (const blob of missingBlobs) {
          // What is not on this device, another device brings.
          const row = await vault.blobs.row(blob);
          if (!row.ok || !row.value) continue;
          notes.put(batch, 'attach', attachNoteId(log.logId, blob), { log: log.logId, blob });
        }
        return vault.commit(batch);
      });
    },
    async seedRefused(reason) {
      if (reason === 'REMOVED') hooks.removed(log);
      const isOver = reason === 'NOT_FOUND' && (await waitsForErase(vault, log));
      if (isOver) await turns.take(() => hooks.erased(log));
      if (reason === 'QUOTA' || reason === 'FULL') hooks.noRoom(reason);
    },
    relayReset: () => {
      catchingUp.giveUp();
      return turns.take(async () => {
        const batch = new Batch().tell('sync');
        const forgotten = await logs.startAnew(batch, log);
        // A relay that began again lost the recovery box too.
        if (log.logId === vault.keyring) notes.remove(batch, 'box', '');
        return forgotten.ok ? vault.commit(batch) : forgotten;
      });
    },
    async caughtUp() {
      hooks.proofs.served(log);
      return received(await settle());
    },
  };
}

async function acknowledge(
  vault: OpenVault,
  log: OpenLog,
  { hash, relaySeq }: { readonly hash: OpHash; readonly relaySeq: number },
  { cursor, passed }: { readonly cursor: Cursor; readonly passed: readonly Passed[] },
  hooks: LogHooks,
): Promise<Kept> {
  const { logs } = vault;
  // Every place up to the cursor is known, and this op was at none of them.
  if (relaySeq <= log.cursor.relaySeq && logs.isUnsent(hash)) {
    hooks.forked();
    return ok(undefined);
  }
  const batch = new Batch().tell('sync', 'channels');
  logs.acknowledge(batch, log, hash, relaySeq);
  logs.places.pass(batch, log, passed);
  logs.setCursor(batch, log, cursor);
  // Lost, the op goes again, and the relay acknowledges it again.
  return vault.commit(batch, 'relaxed');
}

async function answerRefusal(
  vault: OpenVault,
  log: OpenLog,
  hash: OpHash,
  reason: Refusal,
  hooks: LogHooks,
): Promise<void> {
  switch (reason) {
    case 'QUOTA':
    case 'FULL': {
      hooks.noRoom(reason);
      return;
    }
    // What turned the epoch may only be on its way: what waits is sealed anew when it comes.
    case 'EPOCH':
      if (!(await isOfPastEpoch(vault, log, hash))) return;
      await vault.turns.take(() => resealUnsent(vault, log));
      break;
    case 'STALE':
      await vault.turns.take(() => resealUnsent(vault, log));
      break;
    // Another installation wrote in our place: a copy of this device. Its writer is given up.
    case 'FORK':
      await vault.turns.take(() => startNewWriter(vault, log));
      break;
    case 'MALFORMED':
    case 'TOO_LARGE':
      throw new Error(`the relay finds an op of ours ${reason}: ${hash}`);
    // Nothing here cures these; the very same op goes again after a pause.
    case 'NOT_FOUND':
    case 'GAP':
    case 'MISSING':
    case 'REMOVED':
    case 'FORBIDDEN':
    case 'BAD_SIGNATURE':
    case 'UNSUPPORTED':
    case 'BUSY':
    case 'UNAVAILABLE':
      return;
  }
  if (log.row.sort === 'channel') hooks.windowLost(log);
}

async function isOfPastEpoch(vault: OpenVault, log: OpenLog, hash: OpHash): Promise<boolean> {
  const unsent = await unsentOps(vault, log);
  const op = unsent.ok ? unsent.value.find((each) => each.hash === hash) : undefined;
  return op !== undefined && op.kind !== 'access' && op.epoch !== log.state.epoch;
}

/** Whether the log was closed, here or on another device, and the relay only has not said that it knows. */
async function waitsForErase(vault: OpenVault, log: OpenLog): Promise<boolean> {
  const { record } = log.row;
  const channel = record && (await channelOf(vault, record, log.logId));
  if (channel?.ok === true && channel.value.closedAt !== undefined) return true;
  const unsent = await unsentOps(vault, log);
  return unsent.ok && unsent.value.some((op) => op.kind === 'erase');
}
