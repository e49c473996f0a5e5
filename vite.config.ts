import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { drawnIcons } from './.config/drawn-icons.ts';
import { readerPagePlugin } from './.config/reader-page.js';
import { sodiumWasm } from './.config/sodium-wasm.ts';
import { wholeManifest } from './.config/whole-manifest.ts';

export default defineConfig({
  plugins: [drawnIcons(), sveltekit(), readerPagePlugin(), wholeManifest()],
  worker: { format: 'es', plugins: () => [sodiumWasm()] },
  build: {
    target: 'es2023',
    // Colours are light-dark() pairs, which Safari has since 17.5: older ones get both, written out.
    cssTarget: ['safari16.4', 'chrome111', 'firefox114'],
    sourcemap: false,
    assetsInlineLimit: 0,
  },
});
