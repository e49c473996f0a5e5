import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Suites that run in Node. The step of `npm test` or the person names the folders. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    environment: 'node',
    include: [
      'tests/{unit,property,contract,interop,architecture,simulation,relay,commands}/**/*.test.ts',
    ],
    maxWorkers: 2,
    // Against a test that never ends, on a busy machine too; no test asserts a time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
