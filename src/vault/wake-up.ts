import type { Instant } from '#base/time.ts';
import type { Timers } from './ports.ts';

/** One timer that keeps the earliest of the moments asked for. */
export class WakeUp {
  readonly #timers: Timers;
  readonly #act: () => void;
  #cancel: (() => void) | undefined;
  #at: Instant | undefined;

  constructor(timers: Timers, act: () => void) {
    this.#timers = timers;
    this.#act = act;
  }

  by(at: Instant): void {
    if (this.#at !== undefined && this.#at <= at) return;
    this.#cancel?.();
    this.#at = at;
    this.#cancel = this.#timers.at(at, () => {
      this.#at = undefined;
      this.#act();
    });
  }

  cancel(): void {
    this.#cancel?.();
  }
}
