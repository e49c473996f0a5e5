import type { OutboundOp } from '#protocol/client-events.ts';
import { Batch } from './batch.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { receiveItems } from './receive.ts';
import { resealUnsent, startNewWriter } from './reseal.ts';
import type { Follower } from './sync.ts';

/** What the rest of the vault does when a log of this device moves. */
export type LogHooks = {
  /** The relay acknowledged something, or the log came live. */
  readonly moved: () => void;
  /** Another window op, or another device's, stands where ours wanted to: compute it again. */
  readonly windowLost: (log: OpenLog) => Promise<void>;
  /** The relay has no room, or this member used up its share for today. */
  readonly noRoom: (reason: 'QUOTA' | 'FULL') => void;
  readonly erased: (log: OpenLog) => Promise<void>;
};

/** A keyring, a record or an outgoing channel as the sync carries it. */
export function followOwnLog(vault: OpenVault, log: OpenLog, hooks: LogHooks): Follower {
  const { logs, turns } = vault;
  return {
    logId: log.logId,
    member: log.member,
    canSeed: true,
    get cursor() {
      return log.cursor;
    },
    async unsent(): Promise<readonly OutboundOp[]> {
      const ops = await logs.unsentOps(log.logId);
      return ops.ok ? ops.value : [];
    },
    async seedOps() {
      const ops = await turns.take(() => logs.opsForSeed(log.logId));
      return ops.ok ? ops.value : [];
    },
    async deliver(items, cursor) {
      await turns.take(() => receiveItems(vault, log, items, cursor));
      hooks.moved();
    },
    async accepted(hash, cursor) {
      await turns.take(async () => {
        const batch = new Batch().tell('sync', 'channels');
        logs.acknowledge(batch, log, hash, cursor.relaySeq);
        logs.setCursor(batch, log, cursor);
        return vault.commit(batch);
      });
      hooks.moved();
    },
    async refused({ hash, reason }) {
      if (reason === 'QUOTA' || reason === 'FULL') return hooks.noRoom(reason);
      if (reason === 'STALE') return hooks.windowLost(log);
      if (reason === 'EPOCH') await turns.take(() => resealUnsent(vault, log));
      // Another installation wrote in our place: a copy of this device. Its writer is given up.
      if (reason === 'FORK') await turns.take(() => startNewWriter(vault, log));
      if (reason === 'MALFORMED' || reason === 'TOO_LARGE') {
        throw new Error(`the relay finds an op of ours ${reason}: ${hash}`);
      }
    },
    async absent() {
      hooks.moved();
    },
    async erased() {
      await turns.take(() => hooks.erased(log));
    },
    async relayReset() {
      await turns.take(async () => {
        const batch = new Batch().tell('sync');
        await logs.forgetPlaces(batch, log);
        return vault.commit(batch);
      });
    },
    async caughtUp() {
      hooks.moved();
    },
  };
}
