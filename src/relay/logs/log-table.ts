import type { LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { OpenLog } from './open-log.ts';
import { UnreadableLogFailure, type UnreadableLog } from './unreadable-log.ts';

type Act = (
  log: OpenLog | undefined,
  unreadable: UnreadableLog | undefined,
) => void | Promise<void>;

type Slot = {
  log: OpenLog | undefined;
  unreadable: UnreadableLog | undefined;
  /** While something asynchronous is under way in this log, later acts wait here, in order. */
  queue: Act[] | undefined;
  wasUsed: boolean;
};

export type LogTableDeps = {
  readonly load: (logId: LogId) => Promise<Result<OpenLog | undefined, UnreadableLog>>;
  readonly maxOpenLogs: number;
  readonly fatal: (failure: unknown) => void;
  /** Hears of each log that is found unreadable. */
  readonly report: (failure: UnreadableLogFailure) => void;
};

/**
 * The logs in memory. What is done to one log is done in the order it was asked, whether the log
 * must be loaded first or not. Logs at rest leave by second chance when there are too many; a log
 * that does not exist takes no room.
 */
export class LogTable {
  readonly #deps: LogTableDeps;
  readonly #slots = new Map<LogId, Slot>();

  constructor(deps: LogTableDeps) {
    this.#deps = deps;
  }

  /**
   * `act` gets no log when it is unknown, erased, or cannot be read: it then gets what can be. It
   * may end later: others wait.
   */
  use(logId: LogId, act: Act): void {
    const slot = this.#slots.get(logId) ?? this.#openSlot(logId);
    slot.wasUsed = true;
    if (slot.queue) {
      slot.queue.push(act);
      return;
    }
    const later = act(slot.log, slot.unreadable);
    if (later) this.#waitFor(later, logId, slot);
  }

  /** Puts a log that was just created in memory; only from within an act on it. */
  put(logId: LogId, log: OpenLog): void {
    const slot = this.#slots.get(logId);
    if (slot) slot.log = log;
  }

  /** Forgets what memory says of a log: the disk did not take it, or it is no more. */
  drop(logId: LogId): void {
    const slot = this.#slots.get(logId);
    if (!slot) return;
    if (slot.queue) {
      slot.log = undefined;
      slot.queue.unshift(() => this.#reload(logId, slot));
    } else this.#slots.delete(logId);
  }

  get size(): number {
    return this.#slots.size;
  }

  #openSlot(logId: LogId): Slot {
    this.#evict();
    const slot: Slot = { log: undefined, unreadable: undefined, queue: undefined, wasUsed: true };
    this.#slots.set(logId, slot);
    this.#waitFor(this.#reload(logId, slot), logId, slot);
    return slot;
  }

  async #reload(logId: LogId, slot: Slot): Promise<void> {
    const loaded = await this.#deps.load(logId);
    slot.log = loaded.ok ? loaded.value : undefined;
    slot.unreadable = loaded.ok ? undefined : loaded.error;
    if (slot.unreadable) this.#deps.report(new UnreadableLogFailure());
  }

  #waitFor(later: Promise<void>, logId: LogId, slot: Slot): void {
    slot.queue ??= [];
    later
      .then(() => {
        this.#drain(logId, slot);
      })
      .catch(this.#deps.fatal);
  }

  #drain(logId: LogId, slot: Slot): void {
    const queue = slot.queue ?? [];
    for (let act = queue.shift(); act; act = queue.shift()) {
      const later = act(slot.log, slot.unreadable);
      if (!later) continue;
      this.#waitFor(later, logId, slot);
      return;
    }
    slot.queue = undefined;
    if (!slot.log && !slot.unreadable && this.#slots.get(logId) === slot) this.#slots.delete(logId);
  }

  /** A log used since the last look goes to the back, once; the first that was not leaves. */
  #evict(): void {
    if (this.#slots.size < this.#deps.maxOpenLogs) return;
    for (const [logId, slot] of this.#slots) {
      if (slot.queue || (slot.log?.unwritten ?? 0) > 0) continue;
      this.#slots.delete(logId);
      if (!slot.wasUsed) return;
      slot.wasUsed = false;
      this.#slots.set(logId, slot);
    }
  }
}
