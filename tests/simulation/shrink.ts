import type { Operation } from './operation.ts';
import { runLife, type Outcome } from './run-seed.ts';

/**
 * Leaves operations out, halves first and then one by one, as long as the same invariant is
 * still broken. @returns the shortest life found
 */
export async function shrink(outcome: Outcome): Promise<Outcome> {
  let best = outcome;
  for (let size = Math.ceil(best.operations.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.operations.length;) {
      const shorter = without(best.operations, at, size);
      const tried = await runLife(outcome.seed, shorter);
      if (kindOf(tried) === kindOf(outcome)) best = tried;
      else at += size;
    }
  }
  return best;
}

/** What was broken, whatever the numbers. */
const kindOf = ({ violation }: Outcome): string | undefined =>
  violation?.message.replaceAll(/\d+/g, '#');

const without = (
  operations: readonly Operation[],
  at: number,
  count: number,
): readonly Operation[] => [...operations.slice(0, at), ...operations.slice(at + count)];
