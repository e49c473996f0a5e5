import { beforeEach, describe, expect, it } from 'vitest';
import { createTimers, type TimerHost } from '#adapters/timers.ts';
import { DAY_MS, instant } from '#base/time.ts';

/** A platform whose timers run on their own count, which stands still while the device sleeps. */
function createDevice(): TimerHost & {
  now: number;
  run(ms: number): void;
  sleep(ms: number): void;
} {
  let count = 0;
  const waiting = new Map<number, { due: number; act: () => void }>();
  return {
    now: 1_000_000,
    set: (act, delayMs) => {
      if (delayMs > 2 ** 31 - 1) throw new Error('browsers run such a timer at once');
      const handle = waiting.size + Math.max(0, ...waiting.keys()) + 1;
      waiting.set(handle, { due: count + delayMs, act });
      return handle;
    },
    clear: (handle) => {
      waiting.delete(handle as number);
    },
    run(ms) {
      const end = count + ms;
      for (;;) {
        const next = [...waiting]
          .filter(([, { due }]) => due <= end)
          .sort(([, a], [, b]) => a.due - b.due)[0];
        this.now += (next ? next[1].due : end) - count;
        count = next ? next[1].due : end;
        if (!next) return;
        waiting.delete(next[0]);
        next[1].act();
      }
    },
    sleep(ms) {
      this.now += ms;
    },
  };
}

describe('timers', () => {
  let device: ReturnType<typeof createDevice>;
  let acts: number[];
  const timersOf = () => createTimers({ now: () => instant(device.now) }, device);
  const actAt = (afterMs: number): (() => void) =>
    timersOf().at(instant(device.now + afterMs), () => {
      acts.push(device.now);
    });
  beforeEach(() => {
    device = createDevice();
    acts = [];
  });

  it('wait no longer than was left when the clock is set back', () => {
    actAt(90_000);
    device.run(40_000);
    device.sleep(-7_200_000);
    device.run(80_000);
    expect(acts).toHaveLength(1);
  });

  it('act once, at their instant', () => {
    const start = device.now;
    actAt(90_500);
    device.run(90_499);
    expect(acts).toEqual([]);
    device.run(DAY_MS);
    expect(acts).toEqual([start + 90_500]);
  });

  it('act for an instant that has passed, but never inside the call', () => {
    actAt(-5);
    expect(acts).toEqual([]);
    device.run(0);
    expect(acts).toHaveLength(1);
  });

  it('count further than 2³¹ ms', () => {
    const start = device.now;
    actAt(60 * DAY_MS);
    device.run(60 * DAY_MS - 1);
    expect(acts).toEqual([]);
    device.run(1);
    expect(acts).toEqual([start + 60 * DAY_MS]);
  });

  it('act soon after a sleep during which their instant passed', () => {
    actAt(2 * DAY_MS);
    device.run(1000);
    device.sleep(3 * DAY_MS);
    device.run(30_000);
    expect(acts).toHaveLength(1);
  });

  it('are cancelled at any step, twice without complaint', () => {
    const cancel = actAt(100_000);
    device.run(70_000);
    cancel();
    cancel();
    device.run(DAY_MS);
    expect(acts).toEqual([]);
  });
});
