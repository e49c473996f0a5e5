import { run } from './run.ts';
import { FORMATTED } from './verify-steps.ts';

/** `npm run format`: writes every file as `npm run verify` wants it. */
const { exitCode, output } = await run('prettier', [...FORMATTED, '--write', '--list-different']);
process.stdout.write(output);
process.exitCode = exitCode;
