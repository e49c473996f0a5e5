import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const SCRIPT = 'tests/commands/require-node.mjs';

/** Runs the script as if Node had this version. */
const runAs = (version: string): { readonly status: number | null; readonly said: string } => {
  const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', disguise + readFileSync(SCRIPT, 'utf8')],
    { encoding: 'utf8' },
  );
  return { status, said: stderr };
};

describe('an old Node', () => {
  test.each(['18.20.0', '20.20.2', '22.17.1'])('%s is told what to do, in one sentence', (old) => {
    const { status, said } = runAs(old);
    expect(status).toBe(1);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(said).toContain(old);
  });

  test.each(['22.18.0', '24.0.0', process.versions.node])('%s is accepted', (version) => {
    expect(runAs(version)).toEqual({ status: 0, said: '' });
  });

  test('the check itself is in syntax that Node 18 reads', () => {
    expect(existsSync(SCRIPT)).toBe(true);
    expect(readFileSync(SCRIPT, 'utf8')).not.toMatch(/\busing\b|import .* with|\?\?=/);
  });
});
