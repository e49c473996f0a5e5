import { instant, type Clock, type Instant } from '#base/time.ts';

/**
 * The device's clock for measuring how long to wait: when somebody sets the clock back, this one
 * goes on from where it stood, so that no pause grows by the hours it was wrong.
 */
export class SteadyClock implements Clock {
  readonly #clock: Clock;
  #read: Instant;
  #aheadMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#read = clock.now();
  }

  now(): Instant {
    const read = this.#clock.now();
    this.#aheadMs += Math.max(0, this.#read - read);
    this.#read = read;
    return instant(read + this.#aheadMs);
  }
}
