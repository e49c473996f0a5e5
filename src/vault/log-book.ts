import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { EntryId, LogId, OpHash } from '#base/ids.ts';
import type { Random } from '#crypto/random.ts';
import { applyOp } from '#protocol/log-rules.ts';
import type { ChainHead, Op } from '#protocol/op.ts';
import { START, type Cursor } from '#protocol/relay-cursor.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { loadLog } from './load-log.ts';
import { isUpkeepKind, passUpkeep } from './log-content.ts';
import { LogPlaces, opKey, orderKey } from './log-places.ts';
import { logStateFromRow, logStateToRow } from './log-state-row.ts';
import { opHead, type LogRow, type OpDraft, type OpenLog, type Unsent } from './open-log.ts';
import type { Store, Write } from './ports.ts';
import type { SealedRows } from './sealed-rows.ts';

/** How many ops that wait are kept in memory; a device long offline reads the others again. */
const FRESH_OPS = 64;

/**
 * The logs of this device: their keys, the state of their rules, their own chain, and the ops
 * that wait for the relay. Every change goes into a `Batch`, and into memory with it; a batch
 * that fails leaves both as they were.
 */
export class LogBook {
  readonly #rows: SealedRows;
  readonly #store: Store;
  readonly #random: Random;
  readonly places: LogPlaces;
  readonly #logs = new Map<LogId, OpenLog>();
  #unsent: Unsent[] = [];
  /** Bytes of the ops written last, by order: the sync asks for them at once. */
  readonly #fresh = new Map<number, Bytes>();
  #nextOrder = 1;

  constructor(rows: SealedRows, store: Store, random: Random) {
    this.#rows = rows;
    this.#store = store;
    this.#random = random;
    this.places = new LogPlaces(store);
  }

  /** Reads every log and the outbox: nothing of the ops themselves. */
  async load(): Promise<Result<void, VaultError>> {
    const rows = await this.#rows.allJson<LogRow>('logs', 'log/');
    if (!rows.ok) return rows;
    for (const { value: row } of rows.value) {
      const loaded = await loadLog(this.#rows, this.#store, row);
      if (!loaded.ok) return loaded;
      this.#nextOrder = Math.max(this.#nextOrder, loaded.value.lastOrder + 1);
      this.#logs.set(row.logId, loaded.value.log);
    }
    const unsent = await this.#rows.allJson<Unsent>('outbox', '');
    if (!unsent.ok) return unsent;
    this.#unsent = unsent.value.map((row) => row.value);
    return ok(undefined);
  }

  get(logId: LogId): OpenLog | undefined {
    return this.#logs.get(logId);
  }

  /** One an installation; undefined while a notebook only comes to this device. */
  keyring = (): OpenLog | undefined => this.all().find(({ row }) => row.sort === 'keyring');

  must(logId: LogId): OpenLog {
    return mustGet(this.#logs.get(logId), 'the log is open');
  }

  all(): OpenLog[] {
    return [...this.#logs.values()];
  }

  unsent(): readonly Unsent[] {
    return this.#unsent;
  }

  /** A log made here, with its genesis as the first op. */
  create(batch: Batch, row: LogRow, log: OpenLog, genesis: Op): void {
    this.#logs.set(row.logId, log);
    batch.otherwise(() => this.#logs.delete(row.logId));
    this.#writeRow(batch, log);
    batch.write(this.#stateWrite(log));
    this.#keep(batch, log, genesis, []);
  }

  /** A log that comes from elsewhere, at its genesis; its other ops follow by `receive`. */
  adopt(batch: Batch, log: OpenLog, genesis: Op, relaySeq: number): void {
    this.#logs.set(log.logId, log);
    batch.otherwise(() => this.#logs.delete(log.logId));
    this.#writeRow(batch, log);
    this.#remember(batch, log);
    this.#keepReceived(batch, log, genesis, relaySeq);
  }

  /** Keys or identity of the log changed. */
  changeRow(batch: Batch, log: OpenLog, row: LogRow): void {
    const before = log.row;
    log.row = row;
    batch.otherwise(() => {
      log.row = before;
    });
    this.#writeRow(batch, log);
  }

  /** Seals and keeps the next op of this device in the log; it goes out when the relay is there. */
  append(batch: Batch, log: OpenLog, draft: OpDraft): Op {
    const op = log.seal(this.#random, draft.kind, draft.publicPart, draft.payload);
    const { entries = [], isUpkeep = false } = draft;
    if (isUpkeep || isUpkeepKind(op.kind)) passUpkeep(this.#rows, batch, log, op);
    this.#apply(batch, log, op);
    this.#setOwn(batch, log, opHead(op));
    this.#keep(batch, log, op, entries, isUpkeep);
    return op;
  }

  /** Keeps the next op of this device's chain, sealed elsewhere than in `append`, and sends it. */
  appendMade(batch: Batch, log: OpenLog, op: Op): void {
    this.keepSigned(batch, log, op);
    this.#setOwn(batch, log, opHead(op));
  }

  /** What else of a log's state changed while a batch was gathered: stubs, ops of later versions. */
  changeState(batch: Batch, log: OpenLog, change: () => void): void {
    this.#remember(batch, log);
    change();
  }

  /** Keeps an op that another key than this device's signed here, and sends it. */
  keepSigned(batch: Batch, log: OpenLog, op: Op): void {
    this.#apply(batch, log, op);
    this.#keep(batch, log, op, []);
  }

  /** Keeps an op that came from elsewhere, checked by the caller. `relaySeq` 0: no relay's order. */
  receive(batch: Batch, log: OpenLog, op: Op, relaySeq: number, isUpkeep = false): void {
    this.#keepReceived(batch, log, op, relaySeq);
    if (isUpkeep || isUpkeepKind(op.kind)) passUpkeep(this.#rows, batch, log, op);
    this.#apply(batch, log, op);
  }

  #keepReceived(batch: Batch, { logId }: OpenLog, op: Op, relaySeq: number): void {
    const order = this.#nextOrder++;
    batch.write({ table: 'ops', key: opKey(logId, order), value: op.bytes });
    if (relaySeq > 0) this.places.put(batch, logId, relaySeq, order);
  }

  isUnsent(hash: OpHash): boolean {
    return this.#unsent.some((unsent) => unsent.hash === hash);
  }

  /** The relay holds an op of this device at this place. */
  acknowledge(batch: Batch, log: OpenLog, hash: OpHash, relaySeq: number): void {
    const row = this.#unsent.find((unsent) => unsent.hash === hash);
    if (!row) return;
    this.places.put(batch, log.logId, relaySeq, row.order);
    this.#waitNoMore(batch, row);
    if (log.row.pendingAccess?.hash !== hash) return;
    this.changeRow(batch, log, { ...log.row, pendingAccess: undefined });
  }

  /** An op that is sealed anew does not wait any more. */
  dropUnsent(batch: Batch, hash: OpHash): Unsent {
    const row = mustGet(
      this.#unsent.find((unsent) => unsent.hash === hash),
      'the op waits',
    );
    batch.write({ table: 'ops', key: opKey(row.logId, row.order), delete: true });
    this.#waitNoMore(batch, row);
    return row;
  }

  #waitNoMore(batch: Batch, { order, hash }: Unsent): void {
    batch.write({ table: 'outbox', key: orderKey(order), delete: true });
    const before = this.#unsent;
    this.#unsent = before.filter((unsent) => unsent.hash !== hash);
    batch.afterwards(() => {
      this.#fresh.delete(order);
    });
    batch.otherwise(() => {
      this.#unsent = before;
    });
  }

  /** Sets this device's chain back to what the relay holds of it. */
  rewind(batch: Batch, log: OpenLog, head: ChainHead): void {
    this.#remember(batch, log);
    this.#setOwn(batch, log, head);
    if (head.seq > 0) log.state.chains.set(log.ownChain, head);
    else log.state.chains.delete(log.ownChain);
  }

  setCursor(batch: Batch, log: OpenLog, cursor: Cursor): void {
    batch.write(this.#rows.putJson('logs', `cursor/${log.logId}`, cursor));
    batch.afterwards(() => {
      log.cursor = cursor;
    });
  }

  /** The relay began a new life of the log: what it held before says nothing any more. */
  async startAnew(batch: Batch, log: OpenLog): Promise<Result<void, VaultError>> {
    const forgotten = await this.places.forget(batch, log);
    if (forgotten.ok) this.setCursor(batch, log, START);
    return forgotten;
  }

  /** Takes the log off this device: keys, ops and what waited. Its docs are the caller's. */
  async forget(batch: Batch, log: OpenLog): Promise<Result<void, VaultError>> {
    const from = `${log.logId}/`;
    for (const table of ['ops', 'places'] as const) {
      const rows = await this.#store.range(table, { from, to: `${from}\uffff` });
      if (!rows.ok) return rows;
      for (const { key } of rows.value) batch.write({ table, key, delete: true });
    }
    for (const name of ['log', 'state', 'own', 'cursor', 'content']) {
      batch.write({ table: 'logs', key: `${name}/${log.logId}`, delete: true });
    }
    const gone = this.#unsent.filter((unsent) => unsent.logId === log.logId);
    for (const unsent of gone) this.#waitNoMore(batch, unsent);
    batch.afterwards(() => {
      this.#logs.delete(log.logId);
    });
    return ok(undefined);
  }

  /** The bytes of ops that wait, in the order they were written. */
  async unsentOps(
    logId: LogId,
  ): Promise<Result<{ order: number; hash: OpHash; bytes: Bytes }[], VaultError>> {
    const ops: { order: number; hash: OpHash; bytes: Bytes }[] = [];
    for (const { order, hash, logId: of } of this.#unsent) {
      if (of !== logId) continue;
      const fresh = this.#fresh.get(order);
      const bytes = fresh ? ok(fresh) : await this.#store.get('ops', opKey(logId, order));
      if (!bytes.ok) return bytes;
      if (bytes.value === undefined) return err({ type: 'StorageDamaged' });
      ops.push({ order, hash, bytes: bytes.value });
    }
    return ok(ops);
  }

  // ----------------------------------------------------------------- writing

  #keep(batch: Batch, log: OpenLog, op: Op, entries: readonly EntryId[], isUpkeep = false): void {
    const order = this.#nextOrder++;
    const unsent: Unsent = { order, logId: log.logId, hash: op.hash, entries, isUpkeep };
    batch.write(
      { table: 'ops', key: opKey(log.logId, order), value: op.bytes },
      this.#rows.putJson('outbox', orderKey(order), unsent),
    );
    batch.afterwards(() => {
      this.#unsent.push(unsent);
      if (this.#fresh.size < FRESH_OPS) this.#fresh.set(order, op.bytes);
    });
    batch.tell('sync');
  }

  #apply(batch: Batch, log: OpenLog, op: Op): void {
    if (op.kind === 'update' && log.isOwn(op)) {
      const before = log.state.chains.get(log.ownChain);
      applyOp(log.state, op);
      batch.otherwise(() => {
        if (before) log.state.chains.set(log.ownChain, before);
        else log.state.chains.delete(log.ownChain);
      });
      return;
    }
    this.#remember(batch, log);
    applyOp(log.state, op);
  }

  /** Once a batch: the state as it was, should the batch fail, and its row, should it not. */
  #remember(batch: Batch, log: OpenLog): void {
    batch.once(`state/${log.logId}`, () => {
      const before = logStateToRow(log.state);
      batch.otherwise(() => Object.assign(log.state, logStateFromRow(before)));
      batch.writeAtLast(() => this.#stateWrite(log));
    });
  }

  #setOwn(batch: Batch, log: OpenLog, head: ChainHead): void {
    const before = log.own;
    log.own = head;
    batch.otherwise(() => {
      log.own = before;
    });
    batch.write(this.#rows.putJson('logs', `own/${log.logId}`, head));
  }

  #writeRow(batch: Batch, log: OpenLog): void {
    batch.write(this.#rows.putJson('logs', `log/${log.logId}`, log.row));
  }

  #stateWrite(log: OpenLog): Write {
    return this.#rows.putJson('logs', `state/${log.logId}`, logStateToRow(log.state));
  }
}
