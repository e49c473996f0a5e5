import { ESLint } from 'eslint';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isComponent, listFiles, ROOT } from './source-files.ts';

const eslint = new ESLint({
  cwd: ROOT,
  overrideConfigFile: join(ROOT, '.config/eslint.config.js'),
});

/** The rules that `text` breaks when it stands in place of an existing file. */
async function rulesBroken(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(ROOT, path) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

const component = listFiles('src/ui').find(isComponent) ?? 'src/ui/components/Button.svelte';

describe('the rules of the house', () => {
  test.each([
    ['reading the clock', 'export const now = Date.now();', 'no-restricted-properties'],
    ['a date of now', 'export const now = new Date();', 'no-restricted-syntax'],
    ['chance', 'export const n = Math.random();', 'no-restricted-properties'],
    ['a timer', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['storage', "indexedDB.deleteDatabase('x');", 'no-restricted-globals'],
    ['a day as an instant', "export const d = new Date('2026-01-31');", 'no-restricted-syntax'],
    ['any', 'export const f = (x: any): void => { x(); };', '@typescript-eslint/no-explicit-any'],
    ['a promise let go', 'Promise.resolve(1);', '@typescript-eslint/no-floating-promises'],
  ])('refuse %s in shared code', async (_, text, rule) => {
    expect(await rulesBroken('src/base/time.ts', text)).toContain(rule);
  });

  test('refuse HTML from a string in a component', async () => {
    const text = '<script lang="ts">let text = $props();</script>\n{@html text}';
    expect(await rulesBroken(component, text)).toContain('svelte/no-at-html-tags');
  });

  test('let composition roots and adapters make effects', async () => {
    const adapter = listFiles('src/adapters').find((path) => path.endsWith('.ts'));
    const text = 'export const now: number = Date.now();\n';
    expect(adapter).toBeDefined();
    expect(await rulesBroken(adapter ?? '', text)).toEqual([]);
  });
});
