import { instant, type Instant } from '#base/time.ts';
import { nextDayStart } from '#record/civil.ts';
import type { OpenVault } from './open-vault.ts';

type Hooks = {
  /** Moments at which windows end, of either side; those that are past do not matter. */
  readonly ends: () => Promise<readonly Instant[]>;
  readonly ended: () => void;
  readonly dayBegan: () => void;
};

/**
 * What happens by the clock alone while the vault is open: windows end at the moment that was
 * said, and a day begins, after which what "goes on today" is no more what it was.
 */
export class Deadlines {
  readonly #vault: Pick<OpenVault, 'deps'>;
  readonly #hooks: Hooks;
  #cancel: () => void = () => undefined;
  #turn = 0;
  #dayEnds: Instant;

  constructor(vault: Pick<OpenVault, 'deps'>, hooks: Hooks) {
    this.#vault = vault;
    this.#hooks = hooks;
    const { clock, zone } = vault.deps;
    this.#dayEnds = nextDayStart(clock.now(), zone);
  }

  /** Windows were opened, or closed: looks again for what comes next. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    const ends = await this.#hooks.ends();
    if (turn !== this.#turn) return;
    const { clock, timers } = this.#vault.deps;
    const now = clock.now();
    const next = Math.min(this.#dayEnds, ...ends.filter((end) => end > now));
    this.#cancel();
    this.#cancel = timers.at(instant(next), () => {
      this.#act();
    });
  }

  stop(): void {
    this.#turn += 1;
    this.#cancel();
  }

  #act(): void {
    const { clock, zone } = this.#vault.deps;
    const now = clock.now();
    this.#hooks.ended();
    if (now >= this.#dayEnds) {
      this.#dayEnds = nextDayStart(now, zone);
      this.#hooks.dayBegan();
    }
    void this.look();
  }
}
