import { instant, type Instant } from '#base/time.ts';
import type { VaultDeps } from './ports.ts';
import type { SteadyClock } from './steady-clock.ts';

/** One timer that keeps the earliest of the moments asked for, by a clock that is never set back. */
export class WakeUp {
  readonly #deps: Pick<VaultDeps, 'clock' | 'timers'>;
  readonly #steady: SteadyClock;
  readonly #act: () => void;
  #cancel: (() => void) | undefined;
  #at: Instant | undefined;

  constructor(deps: Pick<VaultDeps, 'clock' | 'timers'>, steady: SteadyClock, act: () => void) {
    this.#deps = deps;
    this.#steady = steady;
    this.#act = act;
  }

  /** @param at by the steady clock */
  by(at: Instant): void {
    if (this.#at !== undefined && this.#at <= at) return;
    this.#cancel?.();
    this.#at = at;
    const { clock, timers } = this.#deps;
    const wall = instant(clock.now() + (at - this.#steady.now()));
    this.#cancel = timers.at(wall, () => {
      this.#at = undefined;
      this.#act();
    });
  }

  cancel(): void {
    this.#cancel?.();
  }
}
