import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { add, NOTHING, summaryOf, type Counts } from './counts.ts';
import { ROOT } from './run.ts';
import type { StepResult } from './steps.ts';

/** One line a step: its result, its counts and its time. */
export function printStep({ name, counts, seconds }: StepResult): void {
  const mark = counts.failed > 0 ? 'FAIL' : ' ok ';
  console.log(`${mark} ${name.padEnd(26)} ${summaryOf(counts).padEnd(32)} ${duration(seconds)}`);
}

const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;

/** The output of every failed step, what was skipped and why, and the sum of the counts. */
export function printEnd(results: readonly StepResult[]): Counts {
  for (const { name, counts, output } of results) {
    if (counts.failed > 0) console.log(`\n--- ${name} ---\n${output.trim()}`);
  }
  const sum = results.map(({ counts }) => counts).reduce(add, NOTHING);
  if (sum.skipped > 0) console.log(`\n${skippedLines(sum)}`);
  return sum;
}

/** Only what needs `../shared` may be skipped without being named. */
function skippedLines({ skipped, skippedNames }: Counts): string {
  if (!existsSync(join(ROOT, '../shared'))) return `${String(skipped)} skipped (../shared absent)`;
  return skippedNames.map((name) => `skipped: ${name}`).join('\n');
}
