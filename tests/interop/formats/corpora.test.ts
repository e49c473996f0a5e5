import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, run } from '../../commands/run.ts';

const isThere = existsSync(join(ROOT, '../shared/corpora'));

test.skipIf(!isThere)(
  'no file of the corpora stops or crashes an importer',
  async () => {
    const { output, exitCode } = await run('node', ['tests/commands/corpora.ts']);
    console.log(output);
    expect(output).toContain('0 crashed or did not end');
    expect(exitCode).toBe(0);
  },
  900_000,
);
