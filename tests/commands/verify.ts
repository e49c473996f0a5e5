import { printEnd, printStep } from './report.ts';
import { runStep, runSteps } from './steps.ts';
import { PREPARATION, VERIFY } from './verify-steps.ts';

/** `npm run verify`: everything that can be checked without a build, in under three minutes. */
const start = performance.now();
const preparation = await runStep(PREPARATION);
printStep(preparation);
const results = [preparation, ...(await runSteps(VERIFY, 2, printStep))];
const { failed } = printEnd(results);
const broken = results.filter(({ counts }) => counts.failed > 0).map(({ name }) => name);
console.log(
  failed === 0
    ? `\nverified in ${((performance.now() - start) / 1000).toFixed(0)} s`
    : `\nnot verified: ${broken.join(', ')}`,
);
process.exitCode = failed === 0 ? 0 : 1;
