import type { SeededRandom } from './seeded-random.ts';
import type { Tamper } from './sim-device.ts';

/** What a hostile relay or line does to one frame in three on its way to a device. */
export const tampers: Readonly<
  Record<'flip' | 'truncate' | 'duplicate' | 'drop', (random: SeededRandom) => Tamper>
> = {
  flip: (random) => (frame) => {
    if (!random.isOneIn(3)) return [frame];
    const flipped = frame.slice();
    const at = random.below(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    return [flipped];
  },
  truncate: (random) => (frame) =>
    random.isOneIn(3) ? [frame.slice(0, random.below(frame.length))] : [frame],
  duplicate: (random) => (frame) => (random.isOneIn(3) ? [frame, frame] : [frame]),
  drop: (random) => (frame) => (random.isOneIn(3) ? [] : [frame]),
};
