import { ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import type { ForeignLog } from './adopt.ts';
import { Batch } from './batch.ts';
import { channelsOf } from './channel-entry.ts';
import { recordsOf } from './entries.ts';
import type { VaultError } from './errors.ts';
import { memberSeedsOf } from './member-seeds.ts';
import { memberKeysOf, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { RelaySource } from './relay-source.ts';
import { restoreLog, type LogPlan } from './restore.ts';

const RETRY_MS = 20_000;

/**
 * Records and windows that another device of this person made while this one had its own copy of
 * the notebook: their keys come with the keyring and the records, their ops are read here.
 */
export class MissingLogs {
  readonly #vault: OpenVault;
  readonly #come: (log: OpenLog) => void;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #cancelRetry: (() => void) | undefined;

  /** @param come told of each log that came */
  constructor(vault: OpenVault, come: (log: OpenLog) => void) {
    this.#vault = vault;
    this.#come = come;
  }

  /** Looks for work; called whenever what tells of logs changed. */
  wake(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      if (!this.#again || this.#stopped) return;
      this.#again = false;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
  }

  async #work(): Promise<void> {
    const plans = await this.#plans();
    if (!plans.ok || plans.value.length === 0) return;
    const source = new RelaySource(this.#vault.deps);
    try {
      for (const plan of plans.value) {
        const log = this.#stopped ? undefined : await this.#bring(plan, source);
        if (log) this.#come(log);
        else this.#retryLater();
      }
    } finally {
      await source.stop();
    }
  }

  /** What the keyring and the records name, and this device does not have. */
  async #plans(): Promise<Result<LogPlan[], VaultError>> {
    const { logs, keyring, deps } = this.#vault;
    const plans: LogPlan[] = [];
    const records = await recordsOf(this.#vault);
    if (!records.ok) return records;
    for (const { record } of records.value) {
      if (!logs.get(record)) {
        plans.push({ logId: record, holder: keyring, epochs: undefined, record: undefined });
      }
      const channels = await channelsOf(this.#vault, record);
      if (!channels.ok) return channels;
      for (const { channel, closedAt, until } of channels.value) {
        const isOver = until !== undefined && until <= deps.clock.now();
        if (closedAt !== undefined || isOver || logs.get(channel)) continue;
        plans.push({ logId: channel, holder: record, epochs: undefined, record });
      }
    }
    return ok(plans);
  }

  /** Read from the relay first, then taken over in one turn. */
  async #bring(plan: LogPlan, source: RelaySource): Promise<OpenLog | undefined> {
    const foreign = await this.#read(plan, source);
    if (!foreign) return undefined;
    const vault = this.#vault;
    return vault.turns.take(async () => {
      if (vault.logs.get(plan.logId)) return undefined;
      const batch = new Batch().tell('channels', 'records', 'sync');
      const here = { log: () => Promise.resolve(ok(foreign)) };
      const restored = await restoreLog(vault, batch, here, plan);
      if (!restored.ok || !restored.value) {
        batch.giveUp();
        return undefined;
      }
      const done = await vault.commit(batch);
      return done.ok ? restored.value : undefined;
    });
  }

  async #read({ logId, record }: LogPlan, source: RelaySource): Promise<ForeignLog | undefined> {
    const sort = record === undefined ? 'record' : 'channel';
    const known = await memberSeedsOf(this.#vault, { logId, sort, record });
    for (const { seeds } of known.ok ? known.value : []) {
      const read = await source.log(logId, memberKeysOf(seeds));
      if (read.ok && read.value) return read.value;
    }
    return undefined;
  }

  /** The device that made it may not have been at the relay since. */
  #retryLater(): void {
    if (this.#stopped) return;
    const { clock, timers } = this.#vault.deps;
    this.#cancelRetry?.();
    this.#cancelRetry = timers.at(instant(clock.now() + RETRY_MS), () => {
      this.wake();
    });
  }
}
