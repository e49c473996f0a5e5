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

/**
 * Timers that act at an instant of `clock`, never inside the call of `at`, and never before,
 * unless the clock was set back: then once the time has passed that was left, since a device
 * whose clock is put right must not wait for hours to try again.
 */
export function createTimers(clock: Clock, host: TimerHost = platformTimers): Timers {
  return {
    at(at, act) {
      let handle: unknown;
      let due: number = at;
      let readAt: number = clock.now();
      const wait = (): void => {
        const remainingMs = Math.max(due - readAt, 0);
        const stepMs = Math.min(remainingMs, STEP_MS);
        handle = host.set(() => {
          const now = clock.now();
          if (now < readAt) due -= readAt + stepMs - now;
          readAt = now;
          if (now < due) wait();
          else act();
        }, stepMs);
      };
      wait();
      return () => {
        host.clear(handle);
      };
    },
  };
}
