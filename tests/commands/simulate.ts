import { parseArgs } from 'node:util';
import { operationsOf, runLife, type Outcome } from '../simulation/run-seed.ts';
import { shrink } from '../simulation/shrink.ts';

const LENGTH = 60;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** A life that broke a promise is told as it was, not shortened. */
    'as-found': { type: 'boolean', default: false },
  },
});

const first = BigInt(values.seed ?? '1');
const count = values.seed === undefined ? Number(values.seeds) : 1;
const faults = new Map<string, number>();
const violations: { seed: string; violation: string; operations: readonly unknown[] }[] = [];
let steps = 0;
const start = performance.now();

for (let index = 0n; index < count; index++) {
  const seed = first + index;
  const outcome = await runLife(seed, operationsOf(seed, LENGTH));
  steps += outcome.steps;
  for (const [fault, times] of outcome.faults) faults.set(fault, (faults.get(fault) ?? 0) + times);
  if (outcome.violation) await tell(outcome);
}

const seconds = (performance.now() - start) / 1000;
const result = {
  seeds: count,
  operations: count * LENGTH,
  steps,
  stepsPerSecond: Math.round(steps / seconds),
  faults: Object.fromEntries([...faults].sort()),
  violations,
};
if (values.json) console.log(JSON.stringify(result));
else printResult();
process.exitCode = violations.length === 0 ? 0 : 1;

async function tell(outcome: Outcome): Promise<void> {
  const told = values['as-found'] ? outcome : await shrink(outcome);
  const { seed, violation, operations } = told;
  violations.push({ seed: String(seed), violation: violation?.message ?? '', operations });
}

function printResult(): void {
  for (const [fault, times] of [...faults].sort())
    console.log(`${fault.padEnd(20)} ${String(times)}`);
  for (const { seed, violation, operations } of violations) {
    console.log(`\nseed ${seed}: ${violation}`);
    for (const operation of operations) console.log(`  ${JSON.stringify(operation)}`);
  }
  const { stepsPerSecond } = result;
  console.log(
    `\n${String(count)} seeds, ${String(steps)} steps, ${String(stepsPerSecond)} steps/s, ` +
      `${String(violations.length)} violations`,
  );
}
