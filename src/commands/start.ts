import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runRelay } from '#relay/main.ts';

/** `npm start`: builds the app when its sources are newer, then serves app and relay. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package.json'];

const codeOf = (failure: unknown): string | undefined => (failure as NodeJS.ErrnoException).code;

/** When a file was changed, in ms since 1970; 0 when there is none. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return 0;
    throw failure;
  }
}

async function newestIn(path: string): Promise<number> {
  let newest = await changedAt(path);
  if (newest === 0 || !(await stat(path)).isDirectory()) return newest;
  for (const entry of await readdir(path, { recursive: true })) {
    newest = Math.max(newest, await changedAt(join(path, entry)));
  }
  return newest;
}

async function isBuildStale(): Promise<boolean> {
  const builtAt = await changedAt(join(root, 'build', 'index.html'));
  for (const source of sources) {
    if ((await newestIn(join(root, source))) > builtAt) return true;
  }
  return false;
}

function build(): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The app could not be built; the lines above say why.'));
    });
  });
}

if (await isBuildStale()) {
  console.log('Carnet: building the app…');
  await build();
}
process.env['CARNET_APP'] ??= join(root, 'build');
process.env['CARNET_DATA'] ??= join(root, 'data');
await runRelay((url) => {
  console.log(`Carnet: ${url}`);
});
