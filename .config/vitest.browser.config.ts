import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from '../tests/commands/browser.ts';

const { args, env, executablePath } = findBrowser();

/** Component tests, in a real Chromium. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [svelte({ configFile: false })],
  worker: { format: 'es' },
  // Found late, a dependency makes Vite reload a test that runs.
  optimizeDeps: {
    include: ['axe-core', 'bits-ui', 'comlink', 'dexie', 'fast-check', 'uqr', 'workbox-window'],
  },
  test: {
    include: ['tests/component/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
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
