import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { summaryOf } from './counts.ts';
import { printEnd, printStep } from './report.ts';
import { ROOT } from './run.ts';
import { runStep, runSteps, type Step } from './steps.ts';
import { PREPARATION, VERIFY, vitest } from './verify-steps.ts';

/** After the checks of verify, one after the other: what needs the build, a process, a browser. */
const STEPS: readonly Step[] = [
  { name: 'build', command: ['vite', 'build'], counts: 'exit' },
  { name: 'bundle budgets', command: ['node', 'tests/commands/bundle-budgets.ts'], counts: 'exit' },
  suite('interop'),
  ...(hasTests('simulation') ? [suite('simulation')] : []),
  suite('relay'),
  {
    name: 'component',
    command: ['vitest', 'run', '--config', '.config/vitest.browser.config.ts'],
    counts: 'vitest',
    mustRun: ['component'],
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '--config', '.config/playwright.config.ts'],
    counts: 'playwright',
    mustRun: ['e2e'],
  },
];

function suite(name: string): Step {
  return { name, command: vitest(name), counts: 'vitest', mustRun: [name] };
}

function hasTests(name: string): boolean {
  const folder = join(ROOT, 'tests', name);
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((path) => String(path).endsWith('.test.ts'))
  );
}

console.log(`browser: ${findBrowser().name}; node ${process.versions.node}`);
if (!existsSync(join(ROOT, '../shared')))
  console.log('../shared is absent: its corpora are skipped');
const preparation = await runStep(PREPARATION);
printStep(preparation);
const verified = await runSteps(VERIFY, 2, printStep);
const others = await runSteps(STEPS, 1, printStep);
const sum = printEnd([preparation, ...verified, ...others]);
process.exitCode = sum.failed === 0 ? 0 : 1;
console.log(`\n${summaryOf(sum)}`);
