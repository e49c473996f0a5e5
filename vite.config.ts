import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { readerPagePlugin } from './.config/reader-page.js';
import { wholeManifest } from './.config/whole-manifest.ts';

export default defineConfig({
  plugins: [sveltekit(), readerPagePlugin(), wholeManifest()],
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: false, assetsInlineLimit: 0 },
});
