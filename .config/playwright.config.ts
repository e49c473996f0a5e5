import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../tests/commands/browser.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { args, env, executablePath } = findBrowser();
const port = Number(process.env['CARNET_E2E_PORT'] ?? 4183);

/** Debian's Firefox, which playwright drives as it is. */
const FIREFOX = '/usr/bin/firefox-esr';
const hasFirefox = existsSync(FIREFOX);
const isFirstToRead = process.env['TEST_WORKER_INDEX'] === undefined;
if (!hasFirefox && isFirstToRead) {
  console.log('firefox-esr is not installed: the journeys run in Chromium only');
}

/** The journeys of people, in the built app served by the real server with an empty relay. */
export default defineConfig({
  testDir: `${root}/tests/e2e`,
  // Twenty rounds of killing a browser take minutes: `npm run test:faults`.
  ...(process.env['CARNET_FAULTS'] !== '1' && { testIgnore: '**/sigkill.test.ts' }),
  outputDir: `${root}/tests/.output/e2e`,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['line'], ['json']],
  use: {
    baseURL: `http://localhost:${String(port)}`,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        launchOptions: {
          args: [...args],
          env: { ...process.env, ...env },
          ...(executablePath && { executablePath }),
        },
      },
    },
    // The main walk and life without a network; the rest asks what only Chromium gives.
    ...(hasFirefox
      ? [
          {
            name: 'firefox',
            testMatch: ['**/walk.test.ts', '**/offline.test.ts'],
            // Driven from outside, it takes its time.
            timeout: 400_000,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: { executablePath: FIREFOX },
            },
          },
        ]
      : []),
  ],
  webServer: {
    command: 'node --import ./tests/commands/empty-data.ts src/relay/main.ts',
    cwd: root,
    env: { PORT: String(port), CARNET_DATA: 'tests/.output/e2e-data' },
    url: `http://localhost:${String(port)}/health`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
