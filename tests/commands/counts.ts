/** How many tests of a suite did what; `skippedNames` are in the order of the report. */
export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skippedNames: readonly string[];
};

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  skippedNames: [...a.skippedNames, ...b.skippedNames],
});

/** A check that has no tests of its own: its exit code is its one result. */
export const countExit = (exitCode: number): Counts =>
  exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };

/** The last line of a test run. */
export const summaryOf = ({ passed, failed, skipped }: Counts): string =>
  `${String(passed)} passed, ${String(failed)} failed` +
  (skipped > 0 ? `, ${String(skipped)} skipped` : '');

type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/**
 * Counts of vitest's JSON report by suite, the folder under `tests/`. A file that failed without
 * a failing test (it did not load, or a hook broke) counts as one failure.
 */
export function countVitest(report: unknown): Map<string, Counts> {
  const bySuite = new Map<string, Counts>();
  for (const file of (report as VitestReport).testResults) {
    const suite = /tests\/([^/]+)\//.exec(file.name.replaceAll('\\', '/'))?.[1] ?? file.name;
    const tests = file.assertionResults;
    const having = (...states: string[]): typeof tests =>
      tests.filter(({ status }) => states.includes(status));
    const failed = having('failed').length;
    const skipped = having('pending', 'skipped', 'todo', 'disabled');
    const counts: Counts = {
      passed: having('passed').length,
      failed: failed === 0 && file.status === 'failed' ? 1 : failed,
      skipped: skipped.length,
      skippedNames: skipped.map(({ fullName }) => fullName),
    };
    bySuite.set(suite, add(bySuite.get(suite) ?? NOTHING, counts));
  }
  return bySuite;
}

type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
};

/** Counts of playwright's JSON report. A flaky test failed once: it counts as failed. */
export function countPlaywright(report: unknown): Counts {
  const { errors = [], ...root } = report as PlaywrightSuite & { errors?: readonly unknown[] };
  const specs = specsOf(root);
  const having = (...states: string[]): string[] =>
    specs.flatMap(({ title, tests }) =>
      tests.filter(({ status }) => states.includes(status)).map(() => title),
    );
  const skippedNames = having('skipped');
  const failed = having('unexpected', 'flaky').length;
  return {
    passed: having('expected').length,
    failed: failed === 0 && errors.length > 0 ? 1 : failed,
    skipped: skippedNames.length,
    skippedNames,
  };
}

const specsOf = (suite: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']> => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
];
