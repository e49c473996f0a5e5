import type { Bytes } from '#base/bytes.ts';
import type { Incarnation, OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import { applyStub, checkOp, headOf, keepNewerOp, type CheckAt } from '#protocol/log-rules.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { pageKeys, verifyPage } from '#protocol/page-rules.ts';
import { decodeUpdatePayload } from '#protocol/payload-codec.ts';
import type { Passed } from '#protocol/relay-cursor.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { KEY_AWAITED, learnEpoch } from './epoch-keys.ts';
import { windowAfter, type Published } from './foreign-window.ts';
import { isUpkeepDoc } from './log-content.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { applyUpdateOps, type UpdateOp } from './received-updates.ts';
import { groundOf } from './pending-access.ts';
import { sealAnew, type SealAs } from './reseal.ts';

/** Why an op is kept and never applied. */
export type SetAsideReason =
  'notAnOp' | 'newer' | 'notAuthentic' | 'refused' | 'notAnUpdate' | 'foreignClient';

/** What a page brought beside its ops. */
export type Received = {
  /** The author of an op was shown another history by the relay than this device. */
  readonly isForked: boolean;
  /** A window of this device's own waits no more: it is to be computed again. */
  readonly isWindowLost: boolean;
};

type PlacedOp = { readonly op: Op; readonly relaySeq: number };

/** This device may be ahead of a snapshot, by what the relay has not placed yet [P49]. */
const pastOf = (op: Op): CheckAt => (op.kind === 'snapshot' ? { past: 'served' } : {});

/** One page of a log while it is read: own ops, others', and stubs, in the relay's order. */
export class ReceivedPage {
  readonly #vault: Omit<OpenVault, 'keyring'>;
  readonly #log: OpenLog;
  readonly #batch: Batch;
  readonly #inc: Incarnation;
  readonly #passing: ReadonlyMap<number, OpHash>;
  #foreign: PlacedOp[] = [];
  #isForked = false;
  /** What stands in the window once this page is read; undefined while it brought none. */
  #window: { published: Published | undefined } | undefined;
  #isWindowLost = false;
  /** Who this device is in the log once this page is read, if its epoch turned. */
  #sealAs: SealAs | undefined;
  #orders: Promise<Result<Map<OpHash, number>, VaultError>> | undefined;

  constructor(
    vault: Omit<OpenVault, 'keyring'>,
    log: OpenLog,
    batch: Batch,
    at: { readonly inc: Incarnation; readonly passed: readonly Passed[] },
  ) {
    this.#vault = vault;
    this.#log = log;
    this.#batch = batch;
    this.#inc = at.inc;
    this.#passing = new Map(at.passed.map(({ relaySeq, chain }) => [relaySeq, chain]));
  }

  async take(items: readonly LogItem[]): Promise<Result<Received, VaultError>> {
    const read = items.map((item) => this.#read(item));
    for (const { item, op } of read) {
      const taken = op ? await this.#takeOp(op, item.relaySeq) : await this.#takeOther(item);
      if (!taken.ok) return taken;
    }
    const last = await this.#takeForeign();
    if (!last.ok) return last;
    const sealed = await this.#sealAnew();
    if (!sealed.ok) return sealed;
    if (this.#window) this.#keepWindow(this.#window.published);
    return ok({ isForked: this.#isForked, isWindowLost: this.#isWindowLost });
  }

  #read(item: LogItem): { readonly item: LogItem; readonly op: Op | undefined } {
    const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
    return { item, op: op?.ok === true ? op.value : undefined };
  }

  /** The key of the epoch that an access op made comes to this device; what waits is sealed under it. */
  async learn(op: Op): Promise<Result<void, VaultError>> {
    const learnt = await learnEpoch(this.#vault, this.#batch, this.#log, op);
    if (!learnt.ok) return learnt;
    this.#sealAs = learnt.value ?? this.#sealAs;
    return ok(undefined);
  }

  /** Once, when all is read: a batch does not see twice what waits. */
  async #sealAnew(): Promise<Result<void, VaultError>> {
    if (!this.#sealAs) return ok(undefined);
    if (this.#log.row.sort === 'channel') {
      this.#isWindowLost = true;
      this.#window ??= { published: undefined };
    }
    return sealAnew(this.#vault, this.#batch, this.#log, this.#sealAs);
  }

  async #takeOp(op: Op, relaySeq: number): Promise<Result<void, VaultError>> {
    const { logs } = this.#vault;
    if (logs.isUnsent(op.hash)) {
      logs.acknowledge(this.#batch, this.#log, op.hash, relaySeq);
      return ok(undefined);
    }
    if (op.seq <= headOf(this.#log.state, op).seq) return this.#placeKnown(op, relaySeq);
    this.#foreign.push({ op, relaySeq });
    return ok(undefined);
  }

  /** An op that this device holds already; its place is not known in a new life of the log. */
  async #placeKnown(op: Op, relaySeq: number): Promise<Result<void, VaultError>> {
    if (relaySeq === 0) return ok(undefined);
    this.#orders ??= this.#vault.logs.places.orders(this.#log.logId);
    const orders = await this.#orders;
    if (!orders.ok) return orders;
    const order = orders.value.get(op.hash);
    const { logId } = this.#log;
    if (order !== undefined) this.#vault.logs.places.put(this.#batch, logId, relaySeq, order);
    return ok(undefined);
  }

  /** A stub, or bytes that are no op of this version. */
  async #takeOther(item: LogItem): Promise<Result<void, VaultError>> {
    const before = await this.#takeForeign();
    if (!before.ok) return before;
    const { logs } = this.#vault;
    const { state } = this.#log;
    if (item.type === 'stub') {
      // Taken, and retired before its acknowledgement was heard.
      if (logs.isUnsent(item.hash)) {
        logs.acknowledge(this.#batch, this.#log, item.hash, item.relaySeq);
        return ok(undefined);
      }
      if (headOf(state, item).seq >= item.seq) return ok(undefined);
      logs.changeState(this.#batch, this.#log, () => {
        if (!applyStub(state, item).ok) this.#setAside(item.hash, undefined, 'refused');
      });
      return ok(undefined);
    }
    const op = decodeOp(item.bytes);
    const isNewer = !op.ok && op.error.type === 'Newer';
    if (!op.ok && op.error.type === 'Newer' && op.error.what === 'kind') {
      const newer = op.error.op;
      logs.changeState(this.#batch, this.#log, () => keepNewerOp(state, newer));
    }
    this.#setAside(String(item.relaySeq), item.bytes, isNewer ? 'newer' : 'notAnOp');
    return ok(undefined);
  }

  /** Verifies, keeps and applies what others wrote since the last stub. */
  async #takeForeign(): Promise<Result<void, VaultError>> {
    const foreign = this.#foreign;
    this.#foreign = [];
    // Erased here already: what others wrote meanwhile goes with the log.
    if (foreign.length === 0 || this.#log.state.erased) return ok(undefined);
    const ops = foreign.map(({ op }) => op);
    const ground = groundOf(this.#log);
    const verified = verifyPage(ops, pageKeys(ground, ops), ground.chains);
    const bad = new Set(verified.setAside.map(({ op }) => op));
    const updates: UpdateOp[] = [];
    for (const { op, relaySeq } of foreign) {
      if (!this.#stands(op, bad)) continue;
      if (op.kind === 'window') this.#followWindow(op);
      if (op.kind === 'access') {
        const learnt = await this.learn(op);
        if (!learnt.ok) return learnt;
      }
      if (op.kind === 'deposit') this.#batch.tell('deposits');
      const read = await this.#open(op, relaySeq);
      if (!read.ok) return read;
      const isUpkeep = isUpkeepDoc(read.value?.docId);
      this.#vault.logs.receive(this.#batch, this.#log, op, relaySeq, isUpkeep);
      if (read.value) updates.push(read.value);
    }
    return applyUpdateOps(this.#vault, this.#batch, this.#log, updates, (op, reason) => {
      this.#setAside(op.hash, op.bytes, reason);
    });
  }

  #stands(op: Op, bad: ReadonlySet<Op>): boolean {
    const checked = bad.has(op) ? undefined : checkOp(groundOf(this.#log), op, pastOf(op));
    if (checked === undefined) this.#setAside(op.hash, op.bytes, 'notAuthentic');
    else if (!checked.ok) this.#setAside(op.hash, op.bytes, 'refused');
    return checked?.ok === true && checked.value === 'New';
  }

  /** Holds what the author had seen against what this device has; and what an update says. */
  async #open(op: Op, relaySeq: number): Promise<Result<UpdateOp | undefined, VaultError>> {
    const key = this.#log.keyOf(op.epoch);
    // Only a keyring goes on without its key: it has said that this device is removed.
    if (key === undefined)
      return this.#log.row.sort === 'keyring' ? ok(undefined) : err(KEY_AWAITED);
    const body = openOp(op, key);
    if (!body.ok) {
      if (op.kind === 'update') this.#setAside(op.hash, op.bytes, 'notAuthentic');
      return ok(undefined);
    }
    const { seen, payload } = body.value;
    const { places } = this.#vault.logs;
    const at = { inc: this.#inc, relaySeq };
    const forked = await places.contradicts(this.#log, seen, at, this.#passing);
    if (!forked.ok) return forked;
    this.#isForked ||= forked.value;
    return ok(op.kind === 'update' ? this.#readUpdate(op, payload) : undefined);
  }

  #readUpdate(op: Op, bytes: Bytes): UpdateOp | undefined {
    const payload = decodeUpdatePayload(bytes);
    if (payload.ok) return { op, ...payload.value };
    const isNewer = payload.error.type === 'Newer';
    this.#setAside(op.hash, op.bytes, isNewer ? 'newer' : 'notAnUpdate');
    return undefined;
  }

  #followWindow(op: Op): void {
    const { notes } = this.#vault;
    const window = this.#window ?? { published: notes.get('window', this.#log.logId) };
    this.#window = { published: windowAfter(this.#log, op, window.published) };
    this.#isWindowLost = true;
  }

  /** Nothing known: the whole is published again. */
  #keepWindow(published: Published | undefined): void {
    const { notes } = this.#vault;
    if (published) notes.put(this.#batch, 'window', this.#log.logId, published);
    else notes.remove(this.#batch, 'window', this.#log.logId);
  }

  /** Kept, said, never applied. */
  #setAside(name: string, bytes: Bytes | undefined, reason: SetAsideReason): void {
    const key = `${this.#log.logId}/${reason}/${name}`;
    this.#batch.write({ table: 'setAside', key, value: bytes ?? new Uint8Array() });
  }
}
