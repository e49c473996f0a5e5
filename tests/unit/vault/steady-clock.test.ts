import { expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import { SteadyClock } from '#vault/steady-clock.ts';

test('a steady clock goes on where it stood when the device’s is set back, and forward with it', () => {
  let now = 1_000_000;
  const steady = new SteadyClock({ now: () => instant(now) });
  const read = (at: number): number => {
    now = at;
    return steady.now();
  };
  expect(read(1_000_500)).toBe(1_000_500);
  expect(read(400_000)).toBe(1_000_500);
  expect(read(400_700)).toBe(1_001_200);
  expect(read(2_000_000)).toBe(2_600_500);
});
