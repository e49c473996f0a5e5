import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The only places where time, randomness, storage and network are created. */
const compositionRoots = [
  'src/adapters/**',
  'src/relay/main.ts',
  'src/connector/main.ts',
  'src/commands/**',
  'src/routes/+layout.svelte',
  'src/service-worker.ts',
];

const comesIn = (what) => `${what} comes in through \`deps\`, from a composition root.`;

const effectProperties = [
  ['Date', 'now', 'Time (`Clock` of #base/time.ts)'],
  ['Math', 'random', 'Randomness (#crypto/random.ts)'],
  ['performance', 'now', 'Time (`Clock` of #base/time.ts)'],
  ['crypto', 'getRandomValues', 'Randomness (#crypto/random.ts)'],
  ['crypto', 'randomUUID', 'Randomness (#crypto/random.ts)'],
  ['window', 'setTimeout', 'A timer'],
  ['window', 'indexedDB', 'Storage'],
  ['globalThis', 'setTimeout', 'A timer'],
  ['globalThis', 'setInterval', 'A timer'],
  ['globalThis', 'indexedDB', 'Storage'],
  ['globalThis', 'fetch', 'The network'],
].map(([object, property, what]) => ({ object, property, message: comesIn(what) }));

const effectGlobals = [
  ['setTimeout', 'A timer'],
  ['setInterval', 'A timer'],
  ['indexedDB', 'Storage'],
  ['localStorage', 'Storage'],
  ['sessionStorage', 'Storage'],
  ['fetch', 'The network'],
  ['WebSocket', 'The network'],
  ['XMLHttpRequest', 'The network'],
].map(([name, what]) => ({ name, message: comesIn(what) }));

const syntax = [
  {
    selector: 'NewExpression[callee.name="Date"] > Literal[value=/^\\d{4}-\\d{2}-\\d{2}$/]',
    message:
      'A day is not an instant: `new Date("YYYY-MM-DD")` is midnight in London. Use `parsePartialDate` (#base/time.ts) or @internationalized/date.',
  },
];

const effectSyntax = [
  {
    selector:
      'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: comesIn('Time (`Clock` of #base/time.ts)'),
  },
  {
    selector:
      'ImportDeclaration[source.value="node:crypto"] > ImportSpecifier[imported.name=/^random/]',
    message: comesIn('Randomness (#crypto/random.ts)'),
  },
  {
    selector: 'ImportDeclaration[source.value=/^node:timers/]',
    message: comesIn('A timer'),
  },
];

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/.svelte-kit/',
      'build/',
      'data/',
      'tests/.output/',
      'tests/fixtures/',
    ],
  },
  {
    basePath: root,
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...syntax],
    },
  },
  {
    // Their globals are a worker's: another project than the pages'.
    basePath: root,
    files: ['src/adapters/*-worker.ts', 'src/service-worker.ts'],
    languageOptions: {
      parserOptions: { projectService: false, project: 'src/vault/tsconfig.json' },
    },
  },
  {
    basePath: root,
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig },
      globals: globals.browser,
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Addresses are checked by the e2e suite; `resolve()` would only add noise at base "".
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // In markup the parser infers neither what snippets and callbacks receive nor that `$state`
    // changes between two lines, and these rules see `any` or constants. svelte-check checks there.
    basePath: root,
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    basePath: root,
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: compositionRoots,
    rules: {
      'no-restricted-properties': ['error', ...effectProperties],
      'no-restricted-globals': ['error', ...effectGlobals],
      'no-restricted-syntax': ['error', ...syntax, ...effectSyntax],
    },
  },
  {
    basePath: root,
    files: ['src/commands/**', 'tests/**', '.config/**'],
    rules: { 'no-console': 'off' },
  },
);
