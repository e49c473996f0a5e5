import { expose } from 'comlink';
import { mustGet } from '#base/assert.ts';
import { selfTest } from '#crypto/self-test.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import type { Report } from '../../interop/crypto/report.ts';
import { committedRuns, corpusRuns } from '../../interop/product-runs.ts';
import { committedFiles, readCommitted } from './committed-vectors.ts';

/** What the test asks of the worker. */
const answers = {
  async runCommitted(name: string): Promise<Report> {
    await cryptoReady();
    const { run } = mustGet(committedRuns(committedFiles)[name], 'the run is a committed one');
    return run(readCommitted);
  },

  /** @param files parsed, by their paths: Vite does not serve what stands outside the repository */
  async runCorpus(name: string, files: Readonly<Record<string, unknown>>): Promise<Report> {
    await cryptoReady();
    const { run } = mustGet(corpusRuns[name], 'the run is one of the corpora');
    return run((path) => Promise.resolve(files[path]));
  },

  selfTest,
  isWorker: (): boolean => typeof document === 'undefined' && 'importScripts' in self,
};
export type VectorsWorker = typeof answers;

expose(answers, self as unknown as Worker);
