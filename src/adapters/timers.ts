import type { Clock } from '#base/time.ts';
import type { Timers } from '#vault/ports.ts';

/** The part of the platform that wakes us up. */
export type TimerHost = {
  readonly set: (act: () => void, delayMs: number) => unknown;
  readonly clear: (handle: unknown) => void;
};

const platformTimers: TimerHost = {
  set: (act, delayMs) => setTimeout(act, delayMs),
  clear: (handle) => {
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
};

/**
 * The platform counts no more than 2³¹ ms and does not count the time a device sleeps. The
 * clock is therefore read again at least this often: an instant that passed during sleep is
 * acted upon within one step of waking.
 */
const STEP_MS = 30_000;

/** Timers that act at an instant of `clock`, never before, never inside the call of `at`. */
export function createTimers(clock: Clock, host: TimerHost = platformTimers): Timers {
  return {
    at(at, act) {
      let handle: unknown;
      const wait = (): void => {
        const remainingMs = Math.max(at - clock.now(), 0);
        handle = host.set(
          remainingMs <= STEP_MS ? actWhenDue : wait,
          Math.min(remainingMs, STEP_MS),
        );
      };
      const actWhenDue = (): void => {
        if (clock.now() < at) wait();
        else act();
      };
      wait();
      return () => {
        host.clear(handle);
      };
    },
  };
}
