import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Plugin } from 'vite';

/**
 * Vite's manifest leaves out the chunks of workers. SvelteKit makes the service worker's list of
 * files from it: without them, the vault would not start offline.
 */
export function wholeManifest(): Plugin {
  return {
    name: 'whole-manifest',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const path = join(dir, '.vite', 'manifest.json');
      if (!existsSync(path)) return;
      const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
      const listed = new Set(
        Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [
          file,
          ...css,
          ...assets,
        ]),
      );
      for (const file of Object.keys(bundle).sort()) {
        if (file.includes('/immutable/') && !listed.has(file)) manifest[file] = { file };
      }
      writeFileSync(path, JSON.stringify(manifest, null, 2));
    },
  };
}
