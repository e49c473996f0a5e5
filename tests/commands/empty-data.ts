import { rmSync } from 'node:fs';
import { sep } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a server under test (`node --import`): empties its folder, so that each run starts
 * from an empty relay. Refuses a folder that is not a test's.
 */
const folder = process.env['CARNET_DATA'] ?? '';
if (!folder.startsWith(`tests${sep}.output${sep}`)) {
  throw new Error(`CARNET_DATA is not a folder of tests/.output: ${folder}`);
}
// The server's threads load it too, when the folder is in use already.
if (isMainThread) rmSync(folder, { recursive: true, force: true });
