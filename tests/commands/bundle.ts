import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** The parts of Vite's manifest that say what a chunk needs before it runs. */
type Manifest = Readonly<
  Record<
    string,
    { readonly file: string; readonly imports?: string[]; readonly css?: string[] } | undefined
  >
>;

/** What a page needs at once: its routes, its workers, and modules asked for before it is drawn. */
export type Page = {
  /** Folders under src/routes, `''` for the root. */
  readonly routes: readonly string[];
  /** Names of worker files without their ending. */
  readonly workers: readonly string[];
  /** Source files that are imported dynamically and always needed. */
  readonly modules: readonly string[];
};

const ENTRIES = [
  '.svelte-kit/generated/client-optimized/app.js',
  'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
];
const NODES = '.svelte-kit/generated/client-optimized/nodes';

/** The built files that `page` loads before it can be drawn, from the root of the build. */
export function filesOf(root: string, page: Page): string[] {
  const manifest = JSON.parse(
    readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'),
  ) as Manifest;
  const keys = [...ENTRIES, ...nodesOf(root, page.routes), ...page.modules];
  const files = new Set(['index.html']);
  for (const key of keys) addChunk(manifest, key, files, new Set());
  const built = join(root, 'build');
  for (const worker of page.workers) addScript(built, findWorker(built, worker), files);
  return [...files];
}

/** SvelteKit's generated nodes that draw a route: its page and every layout above it. */
function nodesOf(root: string, routes: readonly string[]): string[] {
  const wanted = routes.flatMap((route) => [
    pageFile(route),
    ...layoutFolders(route).map((folder) => posix.join('src/routes', folder, '+layout.')),
  ]);
  return readdirSync(join(root, NODES))
    .filter((node) => {
      const code = readFileSync(join(root, NODES, node), 'utf8');
      return wanted.some((path) => code.includes(`/${path}`)) || /svelte-5\/layout/.test(code);
    })
    .map((node) => `${NODES}/${node}`);
}

const pageFile = (route: string): string => posix.join('src/routes', route, '+page.');

const layoutFolders = (route: string): string[] =>
  route
    .split('/')
    .reduce((folders, part) => [...folders, posix.join(folders.at(-1) ?? '', part)], ['']);

function addChunk(manifest: Manifest, key: string, files: Set<string>, seen: Set<string>): void {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the build has no ${key}`);
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const next of chunk.imports ?? []) addChunk(manifest, next, files, seen);
}

/** Workers are built apart, without a manifest: their static imports are read from the code. */
function addScript(built: string, path: string, files: Set<string>): void {
  if (files.has(path)) return;
  files.add(path);
  const code = readFileSync(join(built, path), 'utf8');
  for (const [, next = ''] of code.matchAll(/(?:\bimport|\bfrom)\s*"(\.[^"]+\.js)"/g)) {
    addScript(built, posix.join(posix.dirname(path), next), files);
  }
  for (const [, wasm = ''] of code.matchAll(/["'`]([^"'`]+\.wasm)["'`]/g)) {
    files.add(posix.join(posix.dirname(path), wasm));
  }
}

function findWorker(built: string, name: string): string {
  const folder = '_app/immutable/workers';
  const file = readdirSync(join(built, folder)).find((entry) => entry.startsWith(`${name}-`));
  if (file === undefined) throw new Error(`the build has no worker ${name}`);
  return `${folder}/${file}`;
}

/** Sum of the files' sizes as a server that speaks brotli sends them, in KiB. */
export const brotliKiB = (root: string, files: readonly string[]): number =>
  files.reduce(
    (sum, file) => sum + brotliCompressSync(readFileSync(join(root, 'build', file))).length,
    0,
  ) / 1024;

export const hasRoute = (root: string, route: string): boolean =>
  existsSync(join(root, 'src/routes', route, '+page.svelte'));
