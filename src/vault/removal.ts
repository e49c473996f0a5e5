import type { AuthorId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { RemovalState } from './api.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { drawKeys, turnKeyring, turnLog } from './removal-acts.ts';
import { RemovalWork, type RemovalStep } from './removal-work.ts';
import type { Sync } from './sync.ts';

/** How long a device leaves a removal to the one that began it. */
const PATIENCE_MS = 60_000;

/** Removes devices, step by step, whenever the relay is there; whoever began, any device goes on. */
export class Removal {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #work: RemovalWork;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #cancelTurn: (() => void) | undefined;
  /** Another device began; this one goes on once it had its time. */
  #isTurn = false;

  constructor(vault: OpenVault, sync: Sync) {
    this.#vault = vault;
    this.#sync = sync;
    this.#work = new RemovalWork(vault);
  }

  /** Notes that a person wants a device gone; what follows goes on by itself. */
  async ask(device: AuthorId): Promise<Result<void, VaultError>> {
    const { logs, keyring, notes, turns, deps } = this.#vault;
    const log = logs.must(keyring);
    if (device === log.author || !log.state.members.has(device)) {
      return err({ type: 'UnknownDevice' });
    }
    const asked = await turns.take(() => {
      const batch = new Batch().tell('devices');
      notes.put(batch, 'removal', device, { askedAt: deps.clock.now() });
      return this.#vault.commit(batch);
    });
    if (asked.ok) this.wake();
    return asked;
  }

  /** Undefined: nothing is being removed. */
  async state(): Promise<Result<RemovalState | undefined, VaultError>> {
    const next = await this.#work.next();
    if (!next.ok) return next;
    const progress = await this.#work.progress();
    if (!progress.ok) return progress;
    const { done, total } = progress.value;
    if (next.value === undefined && done === total) return ok(undefined);
    return ok({ done, total, isConnected: this.#sync.connection === 'connected' });
  }

  /** Looks for work; called whenever a log moved. */
  wake(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = this.#run().finally(() => {
      this.#working = undefined;
      if (!this.#again || this.#stopped) return;
      this.#again = false;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTurn?.();
  }

  /** Two devices at the same work would only be in each other's way. */
  #mayWork(): boolean {
    if (this.#isTurn || this.#vault.notes.list('removal').length > 0) return true;
    const { clock, timers } = this.#vault.deps;
    this.#cancelTurn ??= timers.at((clock.now() + PATIENCE_MS) as Instant, () => {
      this.#isTurn = true;
      this.wake();
    });
    return false;
  }

  async #run(): Promise<void> {
    let goesOn = true;
    while (goesOn && !this.#stopped) {
      goesOn = await this.#vault.turns.take(async () => {
        const next = await this.#work.next();
        if (!next.ok || next.value === undefined || !this.#mayWork()) return false;
        return this.#take(next.value);
      });
    }
    await this.#forgetDone();
  }

  /** @returns whether anything was done */
  async #take(step: RemovalStep): Promise<boolean> {
    const vault = this.#vault;
    switch (step.do) {
      case 'wait':
        return false;
      case 'turnKeyring': {
        const isReady = this.#isCurrent(vault.keyring);
        return isReady && (await turnKeyring(vault, step.remove)).ok;
      }
      case 'drawKeys':
        return (await drawKeys(vault, step.holder, step.logs)).ok;
      case 'turn': {
        if (!this.#isCurrent(step.log.logId)) return false;
        const turned = await turnLog(vault, step.log, step.seeds);
        return turned.ok && turned.value;
      }
    }
  }

  /** What is removed is removed from what stands now: nobody else's change is run into. */
  #isCurrent(logId: LogId): boolean {
    return this.#sync.isLive(logId) && !this.#vault.logs.must(logId).row.pendingAccess;
  }

  async #forgetDone(): Promise<void> {
    const left = await this.#work.next();
    if (!left.ok || left.value) return;
    this.#cancelTurn?.();
    [this.#cancelTurn, this.#isTurn] = [undefined, false];
    const { notes, logs, keyring } = this.#vault;
    const { state, row } = logs.must(keyring);
    const gone = notes.list('removal').filter(({ id }) => !state.members.has(id as AuthorId));
    if (gone.length === 0 || row.pendingAccess) return;
    await this.#vault.turns.take(() => {
      const batch = new Batch().tell('devices');
      for (const { id } of gone) notes.remove(batch, 'removal', id);
      return this.#vault.commit(batch);
    });
  }
}
