import { describe, expect, test } from 'vitest';
import { runStep, runSteps } from '../../commands/steps.ts';

const node = (script: string): ['node', string, string] => ['node', '--eval', script];

describe('steps of a test run', () => {
  test('an exit code is one result', async () => {
    const good = await runStep({ name: 'proof-good', command: node(''), counts: 'exit' });
    const bad = await runStep({
      name: 'proof-bad',
      command: node('console.error("because"); process.exit(3)'),
      counts: 'exit',
    });
    expect(good.counts).toMatchObject({ passed: 1, failed: 0 });
    expect(bad.counts).toMatchObject({ passed: 0, failed: 1 });
    expect(bad.output).toContain('because');
  });

  test('a runner that leaves no report has failed, even with exit code 0', async () => {
    const silent = await runStep({ name: 'proof-silent', command: node(''), counts: 'playwright' });
    expect(silent.counts).toMatchObject({ passed: 0, failed: 1 });
    expect(silent.output).toContain('wrote no report');
  });

  test('a suite that ran nothing has failed', async () => {
    const script = 'require("fs").writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE, "{}")';
    const idle = await runStep({
      name: 'proof-idle',
      command: node(script),
      counts: 'playwright',
      mustRun: ['e2e'],
    });
    expect(idle.counts).toMatchObject({ passed: 0, failed: 1 });
    expect(idle.output).toContain('the suite e2e ran nothing');
  });

  test('an exit code that no test explains is a failure', async () => {
    const report = '{"suites":[{"specs":[{"title":"a","tests":[{"status":"expected"}]}]}]}';
    const script = `require("fs").writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE, ${JSON.stringify(report)}); process.exit(1)`;
    const step = await runStep({
      name: 'proof-unexplained',
      command: node(script),
      counts: 'playwright',
    });
    expect(step.counts).toMatchObject({ passed: 1, failed: 1 });
  });

  test('every step runs, whatever the others did, and is told as it ends', async () => {
    const told: string[] = [];
    const steps = ['a', 'b', 'c'].map((name) => ({
      name: `proof-${name}`,
      command: node(name === 'b' ? 'process.exit(1)' : ''),
      counts: 'exit' as const,
    }));
    const results = await runSteps(steps, 2, ({ name }) => told.push(name));
    expect(results).toHaveLength(3);
    expect(told.sort()).toEqual(['proof-a', 'proof-b', 'proof-c']);
  });
});
