import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { add, countExit, countPlaywright, countVitest, NOTHING, type Counts } from './counts.ts';
import { ROOT, run } from './run.ts';

/** One check: a command, and how its results are counted. */
export type Step = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** `exit`: the exit code is the result. The others write a JSON report that is read. */
  readonly counts: 'exit' | 'vitest' | 'playwright';
  readonly env?: Readonly<Record<string, string>>;
  /** Suites (folders of tests/) that fail the step when they ran nothing. */
  readonly mustRun?: readonly string[];
};

export type StepResult = {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
  /** What a person needs to read when something failed. */
  readonly output: string;
};

const REPORTS = join(ROOT, 'tests/.output/reports');

export async function runStep(step: Step): Promise<StepResult> {
  mkdirSync(REPORTS, { recursive: true });
  const report = join(REPORTS, `${step.name.replaceAll(/\W+/g, '-')}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = step.command;
  const reporting = step.counts === 'vitest' ? vitestReporting(report) : [];
  const env = { ...step.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const result = await run(command, [...args, ...reporting], env);
  const { counts, complaint } = countStep(step, report, result.exitCode);
  return {
    name: step.name,
    counts,
    seconds: result.seconds,
    output: complaint === '' ? result.output : `${result.output}\n${complaint}`,
  };
}

const vitestReporting = (report: string): string[] => [
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${report}`,
];

type Count = { readonly counts: Counts; readonly complaint: string };

function countStep(step: Step, report: string, exitCode: number): Count {
  if (step.counts === 'exit') return { counts: countExit(exitCode), complaint: '' };
  if (!existsSync(report)) {
    return { counts: countExit(1), complaint: `${step.name} wrote no report` };
  }
  const parsed: unknown = JSON.parse(readFileSync(report, 'utf8'));
  const bySuite =
    step.counts === 'vitest' ? countVitest(parsed) : new Map([['e2e', countPlaywright(parsed)]]);
  return settle(step, bySuite, exitCode);
}

/** Adds a failure for each suite that ran nothing, and for an exit code that no test explains. */
function settle(step: Step, bySuite: ReadonlyMap<string, Counts>, exitCode: number): Count {
  const idle = (step.mustRun ?? []).filter((suite) => {
    const { passed, failed, skipped } = bySuite.get(suite) ?? NOTHING;
    return passed + failed + skipped === 0;
  });
  const counted = [...bySuite.values()].reduce(add, NOTHING);
  const unexplained = exitCode !== 0 && counted.failed === 0 && idle.length === 0;
  const complaints = idle.map((suite) => `the suite ${suite} ran nothing`);
  if (unexplained) complaints.push(`${step.name} ended with code ${String(exitCode)}`);
  return {
    counts: { ...counted, failed: counted.failed + complaints.length },
    complaint: complaints.join('\n'),
  };
}

/** Runs steps in order, at most `limit` at once, and reports each as it ends. */
export async function runSteps(
  steps: readonly Step[],
  limit: number,
  onEnd: (result: StepResult) => void,
): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
