import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles, readText, ROOT } from './source-files.ts';
import {
  findBadNames,
  findMissingTopLevel,
  findStrayConfigs,
  findStrayTopLevel,
} from './tree-rules.ts';

const topLevel = readdirSync(ROOT);
const paths = [...listFiles('src'), ...listFiles('tests')];

describe('the tree', () => {
  test('the top level holds what the plan lists and nothing else', () => {
    expect(findStrayTopLevel(topLevel, readText('.gitignore'))).toEqual([]);
    expect(findMissingTopLevel(topLevel)).toEqual([]);
    expect(findStrayTopLevel(['src', 'scripts', 'jest.config.js'], '')).toHaveLength(2);
    expect(findMissingTopLevel(['src', 'tests'])).toContain('LICENSE');
  });

  test('configurations live in .config/', () => {
    const tracked = [...topLevel, ...paths];
    expect(findStrayConfigs(tracked)).toEqual([]);
    expect(findStrayConfigs(['eslint.config.js', 'src/ui/tsconfig.json'])).toHaveLength(2);
  });

  test('a name says what its file is about, in kebab-case, components in PascalCase', () => {
    expect(findBadNames(paths.filter((path) => /\.(ts|js|svelte)$/.test(path)))).toEqual([]);
    const bad = [
      'src/base/utils.ts',
      'src/ui/helpers/x.ts',
      'src/base/date-utils.ts',
      'src/base/camelCase.ts',
      'src/ui/button.svelte',
      'src/UI/x.ts',
    ];
    expect(findBadNames(bad)).toEqual(bad);
    expect(findBadNames(['src/routes/(dossier)/[id]/+page.svelte', 'src/ui/Row.svelte'])).toEqual(
      [],
    );
  });
});
