import { describe, expect, test } from 'vitest';
import { compare, compareWithEach, median, quantile, readCpuTicks } from '../../bench/rounds.ts';

const quiet = () => {
  let total = 0;
  return () => ({ total: (total += 100), stolen: 0 });
};

/** A sample that answers the given figures in turn, the first one to the warm-up. */
const samples = (figures: readonly number[], order: string[] = [], name = '') => {
  let next = 0;
  return () => {
    order.push(name);
    return Promise.resolve(figures[next++ % figures.length] ?? 0);
  };
};

describe('interleaved rounds', () => {
  test('job and floor alternate, at least five rounds after the warm-up', async () => {
    const order: string[] = [];
    await compare(samples([2], order, 'A'), samples([1], order, 'B'), 1, quiet());
    expect(order.join('')).toBe('AB'.repeat(6));
  });

  test('several floors share the figure of the job in each round', async () => {
    const order: string[] = [];
    const floors = [samples([1], order, 'B'), samples([4], order, 'C')];
    const measured = await compareWithEach(samples([2], order, 'A'), floors, 5, quiet());
    expect(order.join('')).toBe('ABC'.repeat(6));
    expect(measured.map(({ ratio }) => ratio)).toEqual([2, 0.5]);
  });

  test('the ratio is the median of the rounds’ ratios, not a ratio of medians', async () => {
    const job = samples([0, 10, 20, 30, 40, 50]);
    const floor = samples([0, 10, 10, 10, 40, 10]);
    const measured = await compare(job, floor, 5, quiet());
    expect(measured.ratio).toBe(2);
    expect(measured.job).toBe(30);
    expect(measured.noisy).toBeUndefined();
  });

  test('a round with stolen processor time is thrown away and replaced', async () => {
    let total = 0;
    let reads = 0;
    // Clocks are read before and after each round: the sixth reading ends the third round.
    const read = () => ({ total: (total += 100), stolen: ++reads >= 6 ? 50 : 0 });
    const order: string[] = [];
    const job = samples([1, 1, 1, 1000, 3, 3, 3], order, 'A');
    const measured = await compare(job, samples([1], order, 'B'), 5, read);
    expect(order).toHaveLength(2 * (1 + 6));
    expect(measured).toEqual({ job: 3, floor: 1, ratio: 3 });
  });

  test('after three times the rounds it stops and says that it is noisy', async () => {
    let total = 0;
    let reads = 0;
    const read = () => ({ total: (total += 100), stolen: 50 * ++reads });
    const order: string[] = [];
    const measured = await compare(samples([3], order, 'A'), samples([1], order, 'B'), 5, read);
    expect(measured).toEqual({ job: 3, floor: 1, ratio: 3, noisy: true });
    expect(order).toHaveLength(2 * (1 + 15));
  });

  test('a job that fails fails the comparison', async () => {
    const broken = () => Promise.reject(new Error('no relay'));
    await expect(compare(broken, samples([1]), 5, quiet())).rejects.toThrow('no relay');
  });

  test('quantiles are interpolated', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
    expect(median([])).toBeNaN();
  });

  test('the system’s ticks grow and hold the stolen ones', () => {
    const { total, stolen } = readCpuTicks();
    expect(total).toBeGreaterThanOrEqual(stolen);
  });
});
