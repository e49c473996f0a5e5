import { MINUTE_MS, type Instant } from '#base/time.ts';

export type AutoLockDeps = {
  readonly now: () => Instant;
  /** Calls `act` once, after `delayMs`; the returned function gives it up. */
  readonly after: (delayMs: number, act: () => void) => () => void;
  readonly lock: () => void;
  /** Something that a lock would break off is under way: it is looked at again a minute later. */
  readonly isBusy: () => boolean;
};

export const LOCK_WHEN_HIDDEN_MS = 5 * MINUTE_MS;
export const LOCK_WHEN_IDLE_MS = 15 * MINUTE_MS;

/**
 * Locks a notebook that nobody looks at: 5 minutes out of sight, 15 without a gesture. Timers of
 * a hidden page may come late, and none comes while the device sleeps: at each sign of life the
 * clock is asked first.
 */
export class AutoLock {
  readonly #deps: AutoLockDeps;
  #lastSeen: Instant;
  #isHidden = false;
  #forget: () => void = () => undefined;

  constructor(deps: AutoLockDeps) {
    this.#deps = deps;
    this.#lastSeen = deps.now();
  }

  /** From an opening on; the returned function ends it. */
  start(): () => void {
    this.#lastSeen = this.#deps.now();
    this.#wait();
    return () => {
      this.#forget();
      this.#forget = () => undefined;
    };
  }

  /** The person did something. */
  seen = (): void => {
    if (this.#isHidden || this.#isOver()) return;
    this.#lastSeen = this.#deps.now();
  };

  /** The page went out of sight, or came back. */
  look(isHidden: boolean): void {
    if (isHidden === this.#isHidden) return;
    if (!this.#isOver()) this.#lastSeen = this.#deps.now();
    this.#isHidden = isHidden;
    this.#forget();
    this.#wait();
  }

  get #leftMs(): number {
    const limit = this.#isHidden ? LOCK_WHEN_HIDDEN_MS : LOCK_WHEN_IDLE_MS;
    return this.#lastSeen + limit - this.#deps.now();
  }

  /** True when the time is up; the lock then follows. */
  #isOver(): boolean {
    if (this.#leftMs > 0) return false;
    this.#forget();
    if (this.#deps.isBusy()) this.#forget = this.#deps.after(MINUTE_MS, this.#check);
    else this.#deps.lock();
    return true;
  }

  #check = (): void => {
    if (!this.#isOver()) this.#wait();
  };

  #wait(): void {
    this.#forget = this.#deps.after(Math.max(this.#leftMs, 0), this.#check);
  }
}
