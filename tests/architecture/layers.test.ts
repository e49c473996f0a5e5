import { describe, expect, test } from 'vitest';
import { findLayerViolations, readPlan } from './layer-rules.ts';
import { CODE, listFiles, readFiles, readText, type SourceFile } from './source-files.ts';

const plan = readPlan(readText('src/ARCHITECTURE.md'));
const sources = readFiles('src', CODE);
const folders = new Set(
  listFiles('src')
    .map((path) => path.split('/'))
    .filter((parts) => parts.length > 2)
    .map((parts) => parts[1]),
);

const violationsOf = (path: string, text: string): string[] =>
  findLayerViolations(plan, [{ path, text } satisfies SourceFile]);

describe('the layers of src/ARCHITECTURE.md', () => {
  test('every import of src is one that the table admits', () => {
    expect(findLayerViolations(plan, sources)).toEqual([]);
  });

  test('every folder of src is a layer of the table', () => {
    const known = new Set([...plan.layers.map(({ name }) => name), 'decisions']);
    expect([...folders].filter((folder) => !known.has(folder ?? ''))).toEqual([]);
  });

  test('a layer imports layers above it only', () => {
    const ranks = plan.layers.map(({ name }) => name);
    for (const { name, imports } of plan.layers) {
      for (const entry of imports) {
        expect(ranks.indexOf(entry.name), `${name} → ${entry.name}`).toBeGreaterThanOrEqual(0);
        expect(ranks.indexOf(entry.name), `${name} → ${entry.name}`).toBeLessThan(
          ranks.indexOf(name),
        );
      }
    }
  });
});

describe('the layer test refuses', () => {
  test.each([
    ['a layer that the row does not name', 'src/base/x.ts', `import '#crypto/seal.ts';`],
    ['an upward import', 'src/record/x.ts', `export * from '#vault/api.ts';`],
    ['a type from a forbidden layer', 'src/crypto/x.ts', `import type { A } from '#vault/api.ts';`],
    ['a type written in place', 'src/crypto/x.ts', `type A = import('#vault/api.ts').A;`],
    ['a dynamic import', 'src/crypto/x.ts', `await import('#vault/vault.ts');`],
    ['a computed import', 'src/crypto/x.ts', `await import(name);`],
    ['a worker by its URL', 'src/ui/x.ts', `new URL('../vault/vault.ts', import.meta.url);`],
    ['crossing by a relative path', 'src/vault/x.ts', `import '../crypto/seal.ts';`],
    ['`#` inside a layer', 'src/vault/x.ts', `import '#vault/api.ts';`],
    ['a folder instead of a file', 'src/vault/x.ts', `import '#crypto';`],
    ['a value where types only', 'src/ui/x.ts', `import { a } from '#vault/api.ts';`],
    ['a reserved file', 'src/ui/x.ts', `import type { D } from '#record/document.ts';`],
    ['a file not listed', 'src/adapters/x.ts', `import { sync } from '#vault/sync.ts';`],
    ['an unknown package', 'src/base/x.ts', `import 'left-pad';`],
    ['Node in shared code', 'src/protocol/x.ts', `import 'node:fs';`],
    ['a second importer of libsodium', 'src/crypto/seal.ts', `import 'libsodium-wrappers';`],
    ['a second importer of HPKE', 'src/crypto/seal.ts', `import '@hpke/core';`],
    ['yjs in the domain', 'src/record/window.ts', `import 'yjs';`],
    ['libsodium in a root', 'src/relay/main.ts', `import 'libsodium-wrappers';`],
    ['a root below what it imports', 'src/relay/main.ts', `import '#ui/x.ts';`],
    ['section to section', 'src/record/sections/a.ts', `import { b } from './b.ts';`],
    ['the style sheet below routes', 'src/ui/X.svelte', `<script>import '../app.css';</script>`],
    [
      'files by a pattern',
      'src/vault/x.ts',
      `import.meta.glob('/node_modules/pdfjs-dist/*.wasm');`,
    ],
    [
      'a type in a component',
      'src/ui/X.svelte',
      `<script lang="ts">let a: import('#crypto/seal.ts').A;</script>`,
    ],
    ['a component', 'src/ui/X.svelte', `<script>import '#crypto/seal.ts';</script>`],
    ['a template', 'src/ui/X.svelte', `{#await import('#crypto/seal.ts')}…{/await}`],
    ['an unknown layer', 'src/shared/x.ts', `import './y.ts';`],
    ['a service worker that knows the app', 'src/service-worker.ts', `import '#ui/x.ts';`],
  ])('%s', (_, path, text) => {
    expect(violationsOf(path, text)).toHaveLength(1);
  });

  test.each([
    ['the layer above', 'src/crypto/x.ts', `import { ok } from '#base/result.ts';`],
    ['types where types are admitted', 'src/ui/x.ts', `import type { Q } from '#vault/api.ts';`],
    ['named types', 'src/ui/x.ts', `import { type Q } from '#vault/api.ts';`],
    ['a root', 'src/adapters/vault-worker.ts', `import '#vault/vault.ts'; import 'comlink';`],
    ['the one importer', 'src/crypto/sodium.ts', `import 'libsodium-wrappers';`],
    ['the style sheet', 'src/routes/+layout.svelte', `<script>import '../app.css';</script>`],
    ['the style sheet by `#`', 'src/routes/+layout.svelte', `<script>import '#app.css';</script>`],
    ['the address of a folder', 'src/commands/x.ts', `new URL('../..', import.meta.url);`],
    ['the registry of sections', 'src/record/sections/index.ts', `import './allergies.ts';`],
    ['a worker’s address', 'src/adapters/vault-client.ts', `import u from './w.ts?worker&url';`],
  ])('not %s', (_, path, text) => {
    expect(violationsOf(path, text)).toEqual([]);
  });
});
