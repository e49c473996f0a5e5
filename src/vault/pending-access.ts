import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { LogState } from '#protocol/log-state.ts';
import type { Op } from '#protocol/op.ts';
import type { Batch } from './batch.ts';
import type { LogBook } from './log-book.ts';
import { NO_OPS, type OpenLog } from './open-log.ts';

/*
 * An access op of this device counts here from the moment it is written: what follows is sealed
 * under the epoch, and signed as the member, that it makes. Until the relay has taken it another
 * device's may be first; then it is given up, and what asked for it is computed again.
 */

/** Keeps an access op of this device, with the key and the member that it makes, and sends it. */
export function appendAccess(
  logs: LogBook,
  batch: Batch,
  log: OpenLog,
  op: Op,
  made: { readonly logKey: Bytes; readonly memberSeeds: string | undefined },
): void {
  const { row, state } = log;
  const pendingAccess = { hash: op.hash, epoch: state.epoch, memberSeeds: row.memberSeeds };
  logs.appendMade(batch, log, op);
  const memberSeeds = made.memberSeeds ?? row.memberSeeds;
  const epochKeys = { ...row.epochKeys, [String(op.epoch)]: toHex(made.logKey) };
  logs.changeRow(batch, log, { ...row, memberSeeds, epochKeys, pendingAccess });
  if (memberSeeds !== row.memberSeeds) logs.rewind(batch, log, NO_OPS);
}

/**
 * The state that what others wrote is judged by: as long as the relay has not taken an access op of
 * this device, what comes stands before it.
 */
export function groundOf({ row, state }: OpenLog): LogState {
  if (!row.pendingAccess) return state;
  const { epoch } = row.pendingAccess;
  const { members, removed, hash } = mustGet(state.trail.at(-2), 'an access op follows another');
  return {
    ...state,
    accessHead: hash,
    epoch,
    highestEpoch: epoch,
    members: new Map(members),
    removed: new Map(removed),
    trail: state.trail.slice(0, -1),
  };
}

/** Another access op was first: this device's own, which waits, is as if it had never been. */
export function giveUpAccess(logs: LogBook, batch: Batch, log: OpenLog, op: Op): void {
  const { row, state } = log;
  const { epoch, memberSeeds } = mustGet(row.pendingAccess, 'an access op that waits');
  const last = mustGet(state.trail.at(-2), 'an access op follows another');
  logs.changeState(batch, log, () => {
    state.chains.delete(log.ownChain);
    state.trail = state.trail.slice(0, -1);
    state.members = new Map(last.members);
    state.removed = new Map(last.removed);
    state.accessHead = last.hash;
    state.epoch = state.highestEpoch = epoch;
  });
  const epochKeys = Object.fromEntries(
    Object.entries(row.epochKeys).filter(([each]) => Number(each) <= epoch),
  );
  logs.dropUnsent(batch, op.hash);
  logs.changeRow(batch, log, { ...row, epochKeys, memberSeeds, pendingAccess: undefined });
  logs.rewind(batch, log, { seq: op.seq - 1, hash: op.prevHash });
}

/** This device signs as another member of the same person from here on. */
export function becomeMember(logs: LogBook, batch: Batch, log: OpenLog, memberSeeds: string): void {
  logs.changeRow(batch, log, { ...log.row, memberSeeds, pendingAccess: undefined });
  logs.rewind(batch, log, log.state.chains.get(log.ownChain) ?? NO_OPS);
}
