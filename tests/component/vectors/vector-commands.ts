/** What the test in the browser asks of Node: the same runs, and the files that only Node can read. */
import type { BrowserCommand } from 'vitest/node';
import { mustGet } from '#base/assert.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { readCorpus, readFixture } from '../../interop/crypto/read-vectors.ts';
import type { Report } from '../../interop/crypto/report.ts';
import { committedRuns, corpusRuns } from '../../interop/product-runs.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    runVectorsInNode: (name: string) => Promise<Report>;
    readCorpora: () => Promise<Record<string, unknown>>;
  }
}

const runVectorsInNode: BrowserCommand<[name: string]> = async (_context, name: string) => {
  await cryptoReady();
  const inCommitted = committedRuns([name])[name];
  if (inCommitted) return inCommitted.run((path) => Promise.resolve(readFixture(path)));
  const inCorpora = mustGet(corpusRuns[name], 'the run is known');
  return inCorpora.run((path) => Promise.resolve(readCorpus(path)));
};

/** The files that may not be committed, parsed, by their paths; none without ../shared. */
const readCorpora: BrowserCommand = () => {
  const paths = Object.values(corpusRuns).flatMap(({ files }) => files);
  const files = paths.map((path) => [path, readCorpus(path)] as const);
  return Object.fromEntries(files.filter(([, file]) => file !== undefined));
};

export const vectorCommands = { runVectorsInNode, readCorpora };
