import { cryptoReady } from '#crypto/sodium.ts';
import { judge } from './judge.ts';
import { Life } from './life.ts';
import { drawLife, faultClasses, type FaultClass, type Operation } from './operation.ts';
import { countWebCrypto } from './quiescence.ts';
import { SeededRandom } from './seeded-random.ts';
import { Violation } from './violation.ts';

export type Outcome = {
  readonly seed: bigint;
  readonly operations: readonly Operation[];
  readonly steps: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly violation: Violation | undefined;
  /** Everything the relay was given, hashed: equal for two runs of one seed. */
  readonly trace: string;
};

/** The operations of a seed; each seed draws which misfortunes its life may meet. */
export function operationsOf(seed: bigint, length: number): readonly Operation[] {
  const random = new SeededRandom(seed ^ 0xc0ffeen);
  const faults: readonly FaultClass[] = random.isOneIn(3)
    ? faultClasses
    : faultClasses.filter((fault) => !['relayWipe', 'tamper'].includes(fault) && random.isOneIn(2));
  return drawLife(random, length, faults);
}

/** Lives one life from its beginning to its judgement. */
export async function runLife(seed: bigint, operations: readonly Operation[]): Promise<Outcome> {
  await cryptoReady();
  countWebCrypto();
  const life = new Life(seed);
  const bugs: unknown[] = [];
  const noteBug = (bug: unknown): void => {
    bugs.push(bug);
  };
  process.on('unhandledRejection', noteBug);
  let violation: Violation | undefined;
  try {
    await life.begin();
    for (const operation of operations) {
      await life.do(operation);
      if (bugs.length > 0) break;
    }
    if (bugs.length === 0) await judge(life);
  } catch (failure) {
    if (failure instanceof Violation) violation = failure;
    else bugs.push(failure);
  } finally {
    process.off('unhandledRejection', noteBug);
  }
  const [bug] = bugs;
  if (bug !== undefined) violation = new Violation('bug', describe(bug));
  const { steps } = life.world;
  return { seed, operations, steps, faults: life.faults, violation, trace: life.relay.trace() };
}

const describe = (bug: unknown): string =>
  bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
