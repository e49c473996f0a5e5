import { describe, expect, test } from 'vitest';
import {
  add,
  countExit,
  countPlaywright,
  countVitest,
  NOTHING,
  summaryOf,
} from '../../commands/counts.ts';

const file = (name: string, status: string, ...states: string[]): object => ({
  name,
  status,
  assertionResults: states.map((state, index) => ({
    status: state,
    fullName: `${name} ${String(index)}`,
  })),
});

describe('counting tests', () => {
  test('vitest results are added up by suite', () => {
    const report = {
      testResults: [
        file('/repo/tests/unit/base/a.test.ts', 'passed', 'passed', 'passed'),
        file('/repo/tests/unit/b.test.ts', 'failed', 'passed', 'failed'),
        file('C:\\repo\\tests\\property\\c.test.ts', 'passed', 'passed', 'pending', 'todo'),
      ],
    };
    const counts = countVitest(report);
    expect(counts.get('unit')).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
    expect(counts.get('property')).toMatchObject({ passed: 1, failed: 0, skipped: 2 });
    expect(counts.get('property')?.skippedNames).toHaveLength(2);
  });

  test('a file that does not load is a failure, though none of its tests ran', () => {
    const report = { testResults: [file('/repo/tests/unit/broken.test.ts', 'failed')] };
    expect(countVitest(report).get('unit')).toMatchObject({ passed: 0, failed: 1 });
  });

  test('playwright results are read at every depth, and a flaky test has failed', () => {
    const spec = (title: string, status: string): object => ({ title, tests: [{ status }] });
    const report = {
      suites: [
        {
          specs: [spec('opens', 'expected')],
          suites: [{ specs: [spec('syncs', 'flaky'), spec('skips', 'skipped')] }],
        },
      ],
    };
    expect(countPlaywright(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      skippedNames: ['skips'],
    });
  });

  test('a playwright run that could not start is a failure', () => {
    expect(countPlaywright({ errors: [{ message: 'no server' }] })).toMatchObject({ failed: 1 });
  });

  test('the last line names skipped tests only when there are some', () => {
    expect(summaryOf({ ...NOTHING, passed: 12 })).toBe('12 passed, 0 failed');
    const sum = add(countExit(0), add(countExit(1), { ...NOTHING, skipped: 2 }));
    expect(summaryOf(sum)).toBe('1 passed, 1 failed, 2 skipped');
  });
});
