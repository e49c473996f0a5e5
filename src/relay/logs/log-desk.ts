import { ZERO_HASH, type AuthorId, type BlobId, type Incarnation, type LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Clock, Instant } from '#base/time.ts';
import { checkOp, headOf, type CheckAt } from '#protocol/log-rules.ts';
import type { Refusal } from '#protocol/messages.ts';
import type { ChainHead, Op } from '#protocol/op.ts';
import { decodeBlobChange } from '#protocol/payload-codec.ts';
import type { AppendOutcome, ProvenKeys } from '#protocol/relay-events.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import type { Fanout } from '../fanout/port.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { Change, Storage, StoredOp } from '../storage/port.ts';
import { accept, type Accepted } from './consequences.ts';
import type { Committed, Peer } from './followers.ts';
import type { LogTable } from './log-table.ts';
import type { OpenLog } from './open-log.ts';
import { isOverQuota } from './quota.ts';
import { countAnew, isOverfull, onlyAdds, waitsForRoom, type Room } from './room.ts';
import { isKnownTo } from './unreadable-log.ts';

export type LogDeskDeps = {
  readonly table: LogTable;
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly fanout: Fanout;
  readonly clock: Clock;
  /** Whether a blob is whole, and may be attached to this log under these proven keys. */
  readonly canAttach: (
    blob: BlobId,
    log: OpenLog,
    author: AuthorId,
    proven: ProvenKeys,
  ) => Promise<boolean>;
  readonly room: Room;
  /** Blobs that may have lost their last reference. */
  readonly collect: (blobs: readonly BlobId[]) => void;
};

const NOTHING_HELD: ChainHead = { seq: 0, hash: ZERO_HASH };
const refused = (reason: Refusal, held = NOTHING_HELD): AppendOutcome => ({
  type: 'refused',
  reason,
  held,
});

/** Takes ops into logs: check, apply in memory, commit, and only then acknowledge and fan out. */
export class LogDesk {
  readonly #deps: LogDeskDeps;
  /** What the batch being settled has made durable, by log. */
  readonly #committed = new Map<LogId, Committed>();

  constructor(deps: LogDeskDeps) {
    this.#deps = deps;
    deps.writer.onBatchEnd(() => {
      for (const committed of this.#committed.values()) deps.fanout.publish(committed);
      this.#committed.clear();
    });
  }

  append(op: Op, proven: ProvenKeys, from: Peer): void {
    this.#deps.table.use(op.logId, (log, unreadable) => {
      if (!log) {
        const isKnown = unreadable && isKnownTo(unreadable, [op.author], this.#deps.clock.now());
        const outcome = refused(isKnown ? 'UNAVAILABLE' : 'NOT_FOUND');
        from.take({ type: 'answered', op, outcome });
        return;
      }
      if (onlyAdds(op) && isOverfull(log, op.bytes.length, this.#deps.room)) {
        return this.#appendCounted(log, op, proven, from);
      }
      return this.#appendByKind(log, op, proven, from);
    });
  }

  #appendByKind(log: OpenLog, op: Op, proven: ProvenKeys, from: Peer): void | Promise<void> {
    if (op.kind === 'attach') return this.#appendAttach(log, op, proven, from);
    if (op.kind === 'erase') return this.#appendErase(log, op, from);
    return this.#appendNow(log, op, from);
  }

  async #appendCounted(log: OpenLog, op: Op, proven: ProvenKeys, from: Peer): Promise<void> {
    await countAnew(log, this.#deps.storage, this.#deps.writer);
    await this.#appendByKind(log, op, proven, from);
  }

  /** @returns a promise when the op's slot is taken, and the disk must say by what */
  #appendNow(
    log: OpenLog,
    op: Op,
    from: Peer,
    at: CheckAt = {},
    freed: readonly BlobId[] = [],
  ): void | Promise<void> {
    const now = this.#deps.clock.now();
    const checked = checkOp(log.state, op, { ...at, now });
    if (checked.ok ? checked.value === 'Duplicate' : checked.error.reason === 'FORK') {
      return this.#answerHeld(log, op, from);
    }
    if (!checked.ok) {
      from.take({
        type: 'answered',
        op,
        outcome: refused(checked.error.reason, checked.error.held),
      });
      return;
    }
    const lack = this.#lackOfRoom(log, op, now);
    if (lack !== undefined) {
      from.take({ type: 'answered', op, outcome: refused(lack, headOf(log.state, op)) });
      return;
    }
    const accepted = accept(log, op, now);
    this.#deps.writer.add(accepted.changes, (result) => {
      this.#settle(log, accepted, from, result, freed);
    });
  }

  #lackOfRoom(log: OpenLog, op: Op, now: Instant): 'QUOTA' | 'FULL' | undefined {
    const { room } = this.#deps;
    const bytes = op.bytes.length;
    if (isOverQuota(log, op.author, bytes, now)) return 'QUOTA';
    if (onlyAdds(op) && isOverfull(log, bytes, room)) return 'QUOTA';
    return waitsForRoom(log, op) && !room.hasRoom() ? 'FULL' : undefined;
  }

  #settle(
    log: OpenLog,
    accepted: Accepted,
    from: Peer,
    result: Result<void, 'Full'>,
    freed: readonly BlobId[],
  ): void {
    const { op, relaySeq } = accepted;
    if (!this.#stand(log, accepted, from, result.ok)) {
      from.take({ type: 'answered', op, outcome: refused('FULL') });
      return;
    }
    from.take({ type: 'answered', op, outcome: { type: 'accepted', relaySeq } });
    const gone = [...accepted.freed, ...freed];
    if (gone.length > 0) this.#deps.collect(gone);
  }

  /** Moves the log's head onto what is now on disk; if it is not, memory is not to be believed. */
  #stand(log: OpenLog, accepted: Accepted, from: Peer | undefined, isDurable: boolean): boolean {
    const { op, relaySeq, chain } = accepted;
    log.unwritten -= 1;
    if (!isDurable) {
      this.#deps.table.drop(log.logId);
      return false;
    }
    log.head = { relaySeq, chain };
    log.signedHead = undefined;
    const committed = this.#committed.get(log.logId);
    if (committed) committed.ops.push({ op, relaySeq, from });
    else this.#committed.set(log.logId, { log, ops: [{ op, relaySeq, from }] });
    if (op.kind === 'erase') this.#deps.table.drop(log.logId);
    return true;
  }

  /** A slot that is taken: the very same op is acknowledged again, another is a fork. */
  async #answerHeld(log: OpenLog, op: Op, from: Peer): Promise<void> {
    await this.#deps.writer.settled();
    const held = await this.#deps.storage.findOp(op.logId, op.author, op.writer, op.seq);
    from.take({ type: 'answered', op, outcome: heldOutcome(log, op, held) });
  }

  async #appendAttach(log: OpenLog, op: Op, proven: ProvenKeys, from: Peer): Promise<void> {
    const change = decodeBlobChange(op.publicPart);
    const ready = new Set<BlobId>();
    for (const blob of change.ok ? change.value.blobs : []) {
      if (await this.#deps.canAttach(blob, log, op.author, proven)) ready.add(blob);
    }
    await this.#appendNow(log, op, from, { canAttach: (blob) => ready.has(blob) });
  }

  async #appendErase(log: OpenLog, op: Op, from: Peer): Promise<void> {
    const references = await this.#deps.storage.referencesOf(log.logId);
    const freed = references.map(({ blob }) => blob);
    await this.#appendNow(log, op, from, {}, freed);
  }

  /**
   * Makes ops durable that a seed brought, each checked in its place already.
   * @param inc of a log that this seed creates; undefined when the log stands
   */
  appendSeed(
    log: OpenLog,
    accepted: readonly Accepted[],
    inc: Incarnation | undefined,
    from: Peer,
  ): Promise<boolean> {
    const creation: Change[] = inc === undefined ? [] : [{ type: 'create', log: log.logId, inc }];
    const changes = [...creation, ...accepted.flatMap((each) => each.changes)];
    return new Promise((resolve) => {
      this.#deps.writer.add(changes, (result) => {
        for (const each of accepted) this.#stand(log, each, from, result.ok);
        resolve(result.ok);
      });
    });
  }
}

/**
 * What stands on disk decides. Nothing there: a snapshot covers the slot, whose op was left out of
 * a seed and has no place of its own; or memory held what the disk then refused.
 */
function heldOutcome(
  log: OpenLog,
  op: Op,
  held: Pick<StoredOp, 'relaySeq' | 'hash'> | undefined,
): AppendOutcome {
  if (held?.hash === op.hash) return { type: 'accepted', relaySeq: held.relaySeq };
  const head = headOf(log.state, op);
  if (held) return refused('FORK', head);
  if (!isCovered(log.state, op)) return refused('BUSY', head);
  return head.hash === op.hash ? { type: 'accepted', relaySeq: 0 } : refused('FORK', head);
}
