import { concat, toHex, type Bytes } from '#base/bytes.ts';
import { idFromBytes, idToBytes, type LogId, type OpHash } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { hash } from '#crypto/hash.ts';
import type { LogState } from '#protocol/log-state.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op, SeenHead } from '#protocol/op.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import { isSeenElsewhere, type Passed } from '#protocol/relay-cursor.ts';
import type { Batch } from './batch.ts';
import { inChainOrder } from './chain-order.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { Store } from './ports.ts';

const ORDER_DIGITS = 12;
const HASH_BYTES = 32;

export const orderKey = (order: number): string => String(order).padStart(ORDER_DIGITS, '0');
export const opKey = (logId: LogId, order: number): string => `${logId}/${orderKey(order)}`;

/** Runs of the relay's chain lie behind the places of a log: `~` sorts after every digit. */
const chainKey = (logId: LogId, relaySeq: number): string => `${logId}/~${orderKey(relaySeq)}`;

/** Bytes that are no op of this version stay as they are. */
function isSeeded(state: LogState, bytes: Bytes): boolean {
  const op = decodeOp(bytes);
  return !op.ok || op.value.kind === 'access' || !isCovered(state, op.value);
}

/**
 * Where the relay holds each op of a log, and its chain at each place: what SEED is ordered by, and
 * what the heads that others have seen are held against.
 */
export class LogPlaces {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @param order of the op among those of this device */
  put(batch: Batch, logId: LogId, relaySeq: number, order: number): void {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, order);
    batch.write({ table: 'places', key: opKey(logId, relaySeq), value });
  }

  /** The cursor went over these places, one after the other. */
  pass(batch: Batch, log: OpenLog, passed: readonly Passed[]): void {
    const [first] = passed;
    if (first === undefined) return;
    const value = concat(...passed.map(({ chain }) => idToBytes(chain)));
    batch.write({ table: 'places', key: chainKey(log.logId, first.relaySeq), value });
    batch.afterwards(() => {
      for (const { relaySeq, chain } of passed) log.chains.set(relaySeq, chain);
    });
  }

  /**
   * Whether the author of an op was shown another history by the relay than this device.
   * @param at the op's place
   * @param passing places that are being passed with the op itself
   */
  async contradicts(
    log: OpenLog,
    seen: SeenHead,
    at: Pick<SeenHead, 'inc' | 'relaySeq'>,
    passing: ReadonlyMap<number, OpHash>,
  ): Promise<Result<boolean, VaultError>> {
    if (seen.relaySeq === 0 || seen.inc !== at.inc) return ok(false);
    const known = passing.get(seen.relaySeq) ?? log.chains.get(seen.relaySeq);
    const chain = known === undefined ? await this.#chainAt(log.logId, seen.relaySeq) : ok(known);
    return chain.ok ? ok(isSeenElsewhere(seen, at, chain.value)) : chain;
  }

  async #chainAt(logId: LogId, relaySeq: number): Promise<Result<OpHash | undefined, VaultError>> {
    const run = await this.#store.range('places', {
      from: chainKey(logId, 0),
      to: `${chainKey(logId, relaySeq)}\uffff`,
      reverse: true,
      limit: 1,
    });
    if (!run.ok) return run;
    const [row] = run.value;
    if (row === undefined) return ok(undefined);
    const index = relaySeq - Number(row.key.slice(-ORDER_DIGITS));
    const chain = row.value.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    return ok(chain.length === HASH_BYTES ? idFromBytes('OpHash', chain) : undefined);
  }

  /** The relay began a new life of the log: what it held before says nothing any more. */
  async forget(batch: Batch, log: OpenLog): Promise<Result<void, VaultError>> {
    const from = `${log.logId}/`;
    const rows = await this.#store.range('places', { from, to: `${from}\uffff` });
    if (!rows.ok) return rows;
    for (const { key } of rows.value) batch.write({ table: 'places', key, delete: true });
    batch.afterwards(() => {
      log.chains.clear();
    });
    return ok(undefined);
  }

  /**
   * A log as SEED wants it [P54]: the relay's last known order, then what it never had; without
   * what the last snapshot covers, access ops apart.
   */
  async opsForSeed({ logId, state }: OpenLog): Promise<Result<Bytes[], VaultError>> {
    const ordered = await this.#inOrder(logId);
    if (!ordered.ok || !state.snapshot) return ordered;
    return ok(ordered.value.filter((bytes) => isSeeded(state, bytes)));
  }

  async #inOrder(logId: LogId): Promise<Result<Bytes[], VaultError>> {
    const ops = await this.#store.range('ops', { from: `${logId}/`, to: `${logId}/\uffff` });
    const places = await this.#store.range('places', { from: `${logId}/`, to: `${logId}/~` });
    if (!ops.ok) return ops;
    if (!places.ok) return places;
    const byOrder = new Map(ops.value.map(({ key, value }) => [key.slice(-ORDER_DIGITS), value]));
    const placed: Bytes[] = [];
    for (const { value } of places.value) {
      const order = orderKey(new DataView(value.buffer, value.byteOffset).getUint32(0));
      const bytes = byOrder.get(order);
      if (bytes && byOrder.delete(order)) placed.push(bytes);
    }
    return ok(inChainOrder([...placed, ...byOrder.values()]));
  }

  /** The local order of every op held, by its hash. */
  async orders(logId: LogId): Promise<Result<Map<OpHash, number>, VaultError>> {
    const ops = await this.#store.range('ops', { from: `${logId}/`, to: `${logId}/\uffff` });
    if (!ops.ok) return ops;
    const orderOf = ({ key, value }: (typeof ops.value)[number]): [OpHash, number] => [
      toHex(hash(value)) as OpHash,
      Number(key.slice(-ORDER_DIGITS)),
    ];
    return ok(new Map(ops.value.map(orderOf)));
  }

  /** Every op held that was kept after `order`, decoded, in local order. */
  async *ops(logId: LogId, after = 0): AsyncGenerator<{ order: number; op: Op }> {
    const from = opKey(logId, after + 1);
    const rows = await this.#store.range('ops', { from, to: `${logId}/\uffff` });
    for (const { key, value } of rows.ok ? rows.value : []) {
      const op = decodeOp(value);
      if (op.ok) yield { order: Number(key.slice(logId.length + 1)), op: op.value };
    }
  }
}
