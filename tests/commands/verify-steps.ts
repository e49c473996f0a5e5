import type { Step } from './steps.ts';

/** Vitest in Node over suites, folders of tests/. */
export const vitest = (...folders: string[]): readonly [string, ...string[]] => [
  'vitest',
  'run',
  '--config',
  '.config/vitest.config.ts',
  ...folders.map((folder) => `tests/${folder}/`),
];

/** Prettier's arguments; its ignore files only reach down from their own folder, hence the globs. */
export const FORMATTED = [
  '--config',
  '.config/prettier.json',
  '--ignore-path',
  '.gitignore',
  '.',
  '!**/*.md',
  '!tests/fixtures/**',
  '!src/knowledge/data/**',
] as const;

/** Writes the types that lint and type checks read. */
export const PREPARATION: Step = {
  name: 'svelte-kit sync',
  command: ['svelte-kit', 'sync'],
  counts: 'exit',
};

/** What `npm run verify` checks, the longest first. */
export const VERIFY: readonly Step[] = [
  {
    name: 'eslint',
    command: ['eslint', '--config', '.config/eslint.config.js', '--max-warnings', '0', '.'],
    counts: 'exit',
  },
  {
    name: 'unit, property, contract',
    command: vitest('unit', 'property', 'contract'),
    counts: 'vitest',
    mustRun: ['unit', 'property', 'contract'],
  },
  {
    name: 'svelte-check',
    command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    counts: 'exit',
  },
  {
    name: 'tsc without DOM',
    command: ['tsc', '--project', 'src/relay/tsconfig.json'],
    counts: 'exit',
  },
  {
    name: 'tsc with a worker',
    command: ['tsc', '--project', 'src/vault/tsconfig.json'],
    counts: 'exit',
  },
  {
    name: 'prettier',
    command: ['prettier', ...FORMATTED, '--check'],
    counts: 'exit',
  },
  {
    name: 'architecture',
    command: vitest('architecture'),
    counts: 'vitest',
    mustRun: ['architecture'],
  },
  {
    name: 'dependency-cruiser',
    command: ['depcruise', '--config', '.config/dependency-cruiser.cjs', 'src', 'tests'],
    counts: 'exit',
  },
  { name: 'knip', command: ['knip', '--config', '.config/knip.json'], counts: 'exit' },
];
