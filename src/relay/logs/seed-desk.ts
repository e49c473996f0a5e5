import type { AuthorId, BlobId, Incarnation, LogId } from '#base/ids.ts';
import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/time.ts';
import { authorFault, checkOp, rightsOf, startLog } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import type { Refusal } from '#protocol/messages.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { isExplained, seedOp } from '#protocol/seed.ts';
import type { Storage } from '../storage/port.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import { accept, place, type Accepted } from './consequences.ts';
import type { Peer } from './followers.ts';
import type { LogDesk } from './log-desk.ts';
import type { LogTable } from './log-table.ts';
import { newOpenLog, type OpenLog } from './open-log.ts';
import { isOverfull, type Room } from './room.ts';
import type { HeadSigner } from './head-signer.ts';

/** What one connection has brought of one log so far. */
type Seed = {
  readonly authors: ReadonlySet<AuthorId>;
  readonly ops: Op[];
  state: LogState | undefined;
  bytes: number;
};

export type SeedDeskDeps = {
  readonly table: LogTable;
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly desk: LogDesk;
  readonly heads: HeadSigner;
  readonly clock: Clock;
  readonly newIncarnation: () => Incarnation;
  readonly isWhole: (blob: BlobId) => Promise<boolean>;
  readonly room: Room;
  readonly maxSeedBytes: number;
  readonly maxSeedBytesAtOnce: number;
};

/**
 * Logs enter the relay here: each op is verified as it comes, and nothing is written before the
 * whole was read and found to give one of the connection's proven keys the right `a`.
 */
export class SeedDesk {
  readonly #deps: SeedDeskDeps;
  readonly #seeds = new Map<Peer, Map<LogId, Seed>>();
  #bytes = 0;

  constructor(deps: SeedDeskDeps) {
    this.#deps = deps;
  }

  begin(logId: LogId, authors: ReadonlySet<AuthorId>, from: Peer): void {
    this.drop(logId, from);
    const seeds = this.#seeds.get(from) ?? new Map<LogId, Seed>();
    this.#seeds.set(from, seeds.set(logId, { authors, ops: [], state: undefined, bytes: 0 }));
  }

  op(logId: LogId, bytes: Bytes, from: Peer): void {
    const seed = this.#seeds.get(from)?.get(logId);
    const fault = seed && this.#add(seed, logId, bytes);
    from.take({ type: 'seedTaken', bytes: bytes.length });
    if (fault !== undefined) this.#refuse(logId, fault, from);
  }

  /** Forgets a seed that will not be ended. */
  drop(logId: LogId, from: Peer): Seed | undefined {
    const seeds = this.#seeds.get(from);
    const seed = seeds?.get(logId);
    this.#bytes -= seed?.bytes ?? 0;
    seeds?.delete(logId);
    if (seeds?.size === 0) this.#seeds.delete(from);
    return seed;
  }

  #add(seed: Seed, logId: LogId, bytes: Bytes): Refusal | undefined {
    seed.bytes += bytes.length;
    this.#bytes += bytes.length;
    if (seed.bytes > this.#deps.maxSeedBytes) return 'TOO_LARGE';
    if (this.#bytes > this.#deps.maxSeedBytesAtOnce) return 'BUSY';
    const op = decodeOp(bytes);
    if (!op.ok) return op.error.type === 'Newer' ? 'UNSUPPORTED' : 'MALFORMED';
    seed.ops.push(op.value);
    if (seed.state) return seedOp(seed.state, op.value);
    const state = startLog(op.value);
    if (!state.ok) return state.error;
    if (state.value.logId !== logId) return 'MALFORMED';
    seed.state = state.value;
    return undefined;
  }

  end(logId: LogId, from: Peer, mayCreate: () => boolean): void {
    const seed = this.drop(logId, from);
    if (!seed) return;
    const { state, authors, ops } = seed;
    if (state && !isExplained(state)) {
      this.#refuse(logId, 'GAP', from);
      return;
    }
    const isAdmin = [...authors].some((author) => state && rightsOf(state, author)?.admin);
    if (!state || !isAdmin) {
      this.#refuse(logId, state ? 'NOT_FOUND' : 'MALFORMED', from);
      return;
    }
    this.#deps.table.use(logId, async (log, unreadable) => {
      if (unreadable) {
        this.#refuse(logId, 'UNAVAILABLE', from);
        return;
      }
      if (!this.#deps.room.hasRoom()) {
        this.#refuse(logId, 'FULL', from);
        return;
      }
      const fault = log
        ? await this.#join(log, ops, authors, from)
        : await this.#create(logId, ops, from, mayCreate);
      if (fault !== undefined) this.#refuse(logId, fault, from);
    });
  }

  async #create(
    logId: LogId,
    [genesis, ...ops]: readonly Op[],
    from: Peer,
    mayCreate: () => boolean,
  ): Promise<Refusal | undefined> {
    const { storage, clock, newIncarnation, table } = this.#deps;
    if (await storage.findLog(logId)) return 'NOT_FOUND';
    if (!mayCreate()) return 'QUOTA';
    if (!genesis) return 'MALFORMED';
    const state = startLog(genesis);
    if (!state.ok) return state.error;
    const inc = newIncarnation();
    const log = newOpenLog(state.value, inc, clock.now());
    table.put(logId, log);
    const accepted = [place(log, genesis, clock.now()), ...this.#accept(log, ops)];
    return this.#write(log, accepted, inc, from);
  }

  /** A log that stands takes what continues it, and refuses another line of access ops. */
  async #join(
    log: OpenLog,
    ops: readonly Op[],
    authors: ReadonlySet<AuthorId>,
    from: Peer,
  ): Promise<Refusal | undefined> {
    await this.#deps.writer.settled();
    const held = await this.#deps.storage.readHashes(log.logId);
    const added: Accepted[] = [];
    for (const op of ops) {
      if (held.has(op.hash)) continue;
      const checked = checkOp(log.state, op, { verifyUpdates: true, past: 'seed' });
      if (checked.ok) added.push(accept(log, op, this.#deps.clock.now()));
      else if (op.kind === 'access') return this.#giveUp(log, added, checked.error.reason);
    }
    if (!isExplained(log.state)) return this.#giveUp(log, added, 'GAP');
    const fault = bringerFault(log.state, authors);
    if (fault !== undefined) return this.#giveUp(log, added, fault);
    return this.#write(log, added, undefined, from);
  }

  /** What was taken into memory alone is forgotten. */
  #giveUp(log: OpenLog, added: readonly Accepted[], reason: Refusal): Refusal {
    log.unwritten -= added.length;
    this.#deps.table.drop(log.logId);
    return reason;
  }

  #accept(log: OpenLog, ops: readonly Op[]): Accepted[] {
    return ops.map((op) => accept(log, op, this.#deps.clock.now()));
  }

  async #write(
    log: OpenLog,
    accepted: readonly Accepted[],
    inc: Incarnation | undefined,
    from: Peer,
  ): Promise<Refusal | undefined> {
    const { logId } = log;
    if (isOverfull(log, 0, this.#deps.room)) return this.#giveUp(log, accepted, 'QUOTA');
    const isDurable = await this.#deps.desk.appendSeed(log, accepted, inc, from);
    if (!isDurable) return 'FULL';
    const missingBlobs: BlobId[] = [];
    for (const blob of log.state.attached.keys()) {
      if (!(await this.#deps.isWhole(blob))) missingBlobs.push(blob);
    }
    from.take({ type: 'seeded', logId, head: this.#deps.heads.signed(log), missingBlobs });
    return undefined;
  }

  #refuse(logId: LogId, reason: Refusal, from: Peer): void {
    this.drop(logId, from);
    from.take({ type: 'seedRefused', logId, reason });
  }
}

/** Whoever brings a seed must admin the log as it stands with it [P55]. */
function bringerFault(state: LogState, authors: ReadonlySet<AuthorId>): Refusal | undefined {
  const all = [...authors];
  if (all.some((author) => rightsOf(state, author)?.admin)) return undefined;
  const isRemoved = all.some((author) => authorFault(state, author, undefined) === 'REMOVED');
  return isRemoved ? 'REMOVED' : 'NOT_FOUND';
}
