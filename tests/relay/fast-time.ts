import { createTimers } from '#adapters/timers.ts';
import { instant, type Clock } from '#base/time.ts';
import type { Timers } from '#vault/ports.ts';

/** A clock that runs many times faster than the wall's, and that can jump. */
export class FastTime {
  readonly #factor: number;
  readonly #start = Date.now();
  #jumpedMs = 0;

  constructor(factor = 40) {
    this.#factor = factor;
  }

  readonly clock: Clock = {
    now: () =>
      instant(this.#start + this.#jumpedMs + Math.floor((Date.now() - this.#start) * this.#factor)),
  };

  readonly timers: Timers = createTimers(this.clock, {
    set: (act, delayMs) => setTimeout(act, delayMs / this.#factor),
    clear: (handle) => {
      clearTimeout(handle as ReturnType<typeof setTimeout>);
    },
  });

  jump(ms: number): void {
    this.#jumpedMs += ms;
  }
}
