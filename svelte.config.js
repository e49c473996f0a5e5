import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { readerScriptHashes } from './.config/reader-page.js';

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** SvelteKit's route announcer carries this style attribute; nothing else may carry one. */
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // One page for every address: the app is drawn on the device, never by a server.
    adapter: adapter({ fallback: 'index.html', strict: false, precompress: true }),
    // Two builds of one version are the same bytes.
    version: { name: version },
    serviceWorker: { register: false },
    csp: {
      mode: 'hash',
      directives: {
        // The reading frame inherits this policy: its scripts are named by their hashes.
        'script-src': ['self', 'wasm-unsafe-eval', ...readerScriptHashes],
        'style-src': ['self'],
        'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
        'object-src': ['none'],
        'base-uri': ['none'],
        'require-trusted-types-for': ['script'],
        'trusted-types': [
          'svelte-trusted-html',
          'sveltekit-trusted-url',
          'carnet',
          'carnet-reader',
        ],
      },
    },
    typescript: {
      config: (config) => ({
        ...config,
        include: [...config.include, '../.config/*.ts', '../.config/*.js', '../svelte.config.js'],
        // Checked by src/vault/tsconfig.json, which has a worker's globals.
        exclude: [...config.exclude, '../src/adapters/*-worker.ts'],
      }),
    },
  },
};
