import type { Bytes } from '#base/bytes.ts';
import { ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import { applyStub, checkOp, headOf, keepNewerOp, publicKeyOf } from '#protocol/log-rules.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import { chainKeyOf, type Op } from '#protocol/op.ts';
import { verifyPage } from '#protocol/page-rules.ts';
import { decodeUpdatePayload } from '#protocol/payload-codec.ts';
import type { Cursor } from '#protocol/relay-cursor.ts';
import { applyUpdates, nextClock } from '#record/merge.ts';
import { checkUpdate, scanUpdate } from '#record/update-scan.ts';
import { Batch } from './batch.ts';
import { showDoc } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** Why an op is kept and never applied. */
export type SetAsideReason =
  | 'notAnOp'
  | 'newer'
  | 'notAuthentic'
  | 'refused'
  | 'notAnUpdate'
  | 'foreignClient';

/**
 * Takes a page of a keyring, a record or an outgoing channel: what this device wrote is
 * acknowledged, what others wrote is verified, kept and applied, all in one transaction with the
 * cursor. Bad ops are set aside, and stop nothing else.
 */
export async function receiveItems(
  vault: OpenVault,
  log: OpenLog,
  items: readonly LogItem[],
  cursor: Cursor,
): Promise<Result<void, VaultError>> {
  const batch = new Batch().tell('sync');
  const taken = await applyItems(vault, batch, log, items);
  if (!taken.ok) {
    batch.giveUp();
    return taken;
  }
  vault.logs.setCursor(batch, log, cursor);
  return vault.commit(batch);
}

type Receiving = Omit<OpenVault, 'keyring'>;

/** What `receiveItems` does, into a batch of the caller's. */
export async function applyItems(
  vault: Receiving,
  batch: Batch,
  log: OpenLog,
  items: readonly LogItem[],
): Promise<Result<void, VaultError>> {
  const page = new Page(vault, log, batch);
  for (const item of items) page.sort(item);
  return page.take();
}

type Foreign = { readonly op: Op; readonly relaySeq: number };

/** One page while it is read. */
class Page {
  readonly #vault: Receiving;
  readonly #log: OpenLog;
  readonly #batch: Batch;
  readonly #foreign: Foreign[] = [];

  constructor(vault: Receiving, log: OpenLog, batch: Batch) {
    this.#vault = vault;
    this.#log = log;
    this.#batch = batch;
  }

  /** Own ops are acknowledged by their hash; others wait for `take`. */
  sort(item: LogItem): void {
    const { logs } = this.#vault;
    if (item.type === 'stub') {
      if (headOf(this.#log.state, item).seq >= item.seq) return;
      logs.changeState(this.#batch, this.#log, () => {
        if (!applyStub(this.#log.state, item).ok) this.#setAside(item.hash, undefined, 'refused');
      });
      return;
    }
    const op = decodeOp(item.bytes);
    if (op.ok) return this.#sortOp(op.value, item.relaySeq);
    const isNewer = op.error.type === 'Newer';
    if (op.error.type === 'Newer' && op.error.what === 'kind') {
      const newer = op.error.op;
      logs.changeState(this.#batch, this.#log, () => keepNewerOp(this.#log.state, newer));
    }
    this.#setAside(String(item.relaySeq), item.bytes, isNewer ? 'newer' : 'notAnOp');
  }

  #sortOp(op: Op, relaySeq: number): void {
    const { logs } = this.#vault;
    if (logs.unsent().some((unsent) => unsent.hash === op.hash)) {
      return logs.acknowledge(this.#batch, this.#log, op.hash, relaySeq);
    }
    const held = headOf(this.#log.state, op);
    if (op.seq > held.seq) this.#foreign.push({ op, relaySeq });
  }

  /** Verifies, keeps and applies what others wrote. */
  async take(): Promise<Result<void, VaultError>> {
    const { state } = this.#log;
    const updates = this.#foreign.filter(({ op }) => op.kind === 'update').map(({ op }) => op);
    const verified = verifyPage(updates, (author) => publicKeyOf(state, author), state.chains);
    const bad = new Set(verified.setAside.map(({ op }) => op));
    const byDoc = new Map<string, { op: Op; clientId: number; update: Bytes }[]>();
    for (const { op, relaySeq } of this.#foreign) {
      if (bad.has(op)) {
        this.#setAside(op.hash, op.bytes, 'notAuthentic');
        continue;
      }
      const checked = checkOp(state, op, {});
      if (!checked.ok) {
        this.#setAside(op.hash, op.bytes, 'refused');
        continue;
      }
      if (checked.value === 'Duplicate') continue;
      this.#vault.logs.receive(this.#batch, this.#log, op, relaySeq);
      if (op.kind !== 'update') continue;
      const read = this.#readUpdate(op);
      if (read) byDoc.set(read.docId, [...(byDoc.get(read.docId) ?? []), { op, ...read }]);
    }
    for (const [docId, its] of byDoc) {
      const applied = await this.#apply(docId, its);
      if (!applied.ok) return applied;
    }
    return ok(undefined);
  }

  #readUpdate(op: Op): { docId: string; clientId: number; update: Bytes } | undefined {
    const key = this.#log.keyOf(op.epoch);
    const body = key && openOp(op, key);
    if (!body?.ok) return this.#refuse(op, 'notAuthentic');
    const payload = decodeUpdatePayload(body.value.payload);
    if (payload.ok) return payload.value;
    return this.#refuse(op, payload.error.type === 'Newer' ? 'newer' : 'notAnUpdate');
  }

  /** The gate before Yjs: each update holds its own client alone, at its next clock. */
  async #apply(
    docId: string,
    updates: readonly { op: Op; clientId: number; update: Bytes }[],
  ): Promise<Result<void, VaultError>> {
    const { docs } = this.#vault;
    const loaded = await docs.load(this.#log.logId, docId);
    if (!loaded.ok) return loaded;
    const { doc, clients } = loaded.value;
    const clocks = new Map<number, number>();
    const passed: Bytes[] = [];
    for (const { op, clientId, update } of updates) {
      const scan = scanUpdate(update);
      const clock = clocks.get(clientId) ?? nextClock(doc, clientId);
      const chain = chainKeyOf(op);
      const writer = clients.get(clientId);
      const fits = scan.ok && checkUpdate(scan.value, { clientId, nextClock: clock }).ok;
      if (!fits || (writer !== undefined && writer !== chain)) {
        this.#refuse(op, scan.ok ? 'foreignClient' : 'notAnUpdate');
        continue;
      }
      clocks.set(clientId, scan.value.clients[0]?.endClock ?? clock);
      passed.push(update);
      docs.keep(this.#batch, this.#log.logId, loaded.value, { update, clientId, chain });
    }
    const changes = applyUpdates(doc, passed);
    if (!changes.ok) return { ok: false, error: { type: 'StorageDamaged' } };
    return showDoc(this.#vault, this.#batch, this.#log.logId, loaded.value, changes.value);
  }

  #refuse(op: Op, reason: SetAsideReason): undefined {
    this.#setAside(op.hash, op.bytes, reason);
    return undefined;
  }

  /** Kept, said, never applied. */
  #setAside(name: string, bytes: Bytes | undefined, reason: SetAsideReason): void {
    const key = `${this.#log.logId}/${reason}/${name}`;
    this.#batch.write({ table: 'setAside', key, value: bytes ?? new Uint8Array() });
  }
}
