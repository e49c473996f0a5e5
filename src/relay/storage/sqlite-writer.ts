import { parentPort, workerData } from 'node:worker_threads';
import { mustGet } from '#base/assert.ts';
import type { Batch } from './sqlite-batch.ts';
import { SqliteChanges } from './sqlite-changes.ts';
import { openDatabase } from './sqlite-database.ts';

/*
 * The relay's one writer, in a thread of its own: while the disk syncs, sockets are served.
 * It takes batches one at a time and answers each with `ok` or the refusal; `close` ends it. What
 * it throws ends the thread, and with it the relay.
 */
const port = mustGet(parentPort, 'the writer runs in a thread');
const { path, maxPages } = workerData as { path: string; maxPages: number | undefined };
const database = openDatabase(path, maxPages);
const changes = new SqliteChanges(database);

port.on('message', (message: Batch | 'close') => {
  if (message === 'close') {
    database.close();
    port.close();
  } else port.postMessage(changes.commit(message));
});
