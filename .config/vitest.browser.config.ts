import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from '../tests/commands/browser.ts';
import { vectorCommands } from '../tests/component/vectors/vector-commands.ts';
import { readerPagePlugin } from './reader-page.js';

const { args, env, executablePath } = findBrowser();

/** Component tests, in a real Chromium. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [svelte({ configFile: false }), readerPagePlugin()],
  worker: { format: 'es' },
  // Found late, a dependency makes Vite reload a test that runs.
  optimizeDeps: {
    include: [
      '@hpke/chacha20poly1305',
      '@hpke/core',
      '@hpke/hybridkem-x-wing',
      '@internationalized/date',
      '@scure/bip39',
      '@scure/bip39/wordlists/english.js',
      '@scure/bip39/wordlists/french.js',
      'axe-core',
      'bits-ui',
      'comlink',
      'dexie',
      'fast-check',
      'libsodium-wrappers',
      'libsodium-wrappers-sumo',
      'uqr',
      'workbox-window',
    ],
  },
  test: {
    include: ['tests/component/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      commands: vectorCommands,
      provider: playwright({
        launchOptions: {
          args: [...args],
          env: { ...process.env, ...env },
          ...(executablePath && { executablePath }),
        },
      }),
      instances: [{ browser: 'chromium', viewport: { width: 390, height: 844 } }],
    },
  },
});
