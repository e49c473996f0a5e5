import { wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { Report } from '../../interop/crypto/report.ts';
import { committedRuns, corpusRuns } from '../../interop/product-runs.ts';
import { committedFiles } from './committed-vectors.ts';
import workerUrl from './vectors-worker.ts?worker&url';
import type { VectorsWorker } from './vectors-worker.ts';

const corpora = await commands.readCorpora();
const runs = committedRuns(committedFiles);

let thread: Worker;
let worker: Remote<VectorsWorker>;
beforeAll(() => {
  thread = new Worker(workerUrl, { type: 'module' });
  worker = wrap<VectorsWorker>(thread);
});
afterAll(() => {
  thread.terminate();
});

/** Node's count says that the worker did not run less; it is no constant of this file. */
async function expectAsInNode(name: string, { passed, failed }: Report): Promise<void> {
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(0);
  expect({ passed, failed }).toEqual(await commands.runVectorsInNode(name));
}

describe('in the browser’s worker', () => {
  it('runs in a worker, and libsodium passes its self-test there', async () => {
    expect(await worker.isWorker()).toBe(true);
    expect(await worker.selfTest()).toEqual({ ok: true, value: undefined });
  });

  it('leaves out no committed file of vectors', () => {
    const run = Object.values(runs).flatMap(({ files }) => files);
    expect(run.toSorted()).toEqual(committedFiles.toSorted());
  });

  it.each(Object.keys(runs))('the vectors hold as in Node: %s', async (name) => {
    await expectAsInNode(name, await worker.runCommitted(name));
  });

  it.skipIf(Object.keys(corpora).length === 0)(
    'the vectors of ../shared hold as in Node (skipped without ../shared)',
    async () => {
      for (const name of Object.keys(corpusRuns)) {
        await expectAsInNode(name, await worker.runCorpus(name, corpora));
      }
    },
  );
});
