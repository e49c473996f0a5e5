import type { Page } from '@playwright/test';
import type { LogId } from '#base/ids.ts';
import { ask, type PageWithVault } from '../e2e/page-vault.ts';
import { fdatasyncMicroseconds } from './fdatasync.ts';
import { AppInBrowser } from './in-browser/app-in-browser.ts';
import {
  recordedTransactions,
  recordTransactions,
  replay,
  type WriteTransaction,
} from './in-browser/transactions.ts';
import { compare, median, type Bench } from './rounds.ts';

/**
 * From a command given in the page to its answer *Enregistré*, in the built app connected to its
 * relay, against one bare strict IndexedDB transaction that writes as many bytes to as many rows
 * and tables. Each sample has a cold page and writes one entry after the other.
 */
const WRITES_OF_A_SAMPLE = 40;

export const bench: Bench = {
  name: 'write',
  async run({ rounds, log }) {
    const app = await AppInBrowser.start();
    try {
      await app.createNotebook();
      let written: readonly WriteTransaction[] = [];
      const job = async (): Promise<number> => {
        const sample = await sampleOfCommands(app);
        written = sample.transactions;
        log(`write: ${sample.median.toFixed(2)} ms to store an entry`);
        return sample.median;
      };
      const floor = async (): Promise<number> => {
        const page = await app.open('/favicon.ico');
        const time = median(await replay(page, written));
        await page.close();
        log(`write: ${time.toFixed(2)} ms for a bare transaction of the same bytes`);
        return time;
      };
      const measured = await compare(job, floor, rounds);
      return [
        {
          name: 'write',
          ...measured,
          unit: 'ms',
          goal: { max: 2 },
          beside: {
            'bytes of a write': median(written.map(bytesOf)),
            'fdatasync p50 µs': fdatasyncMicroseconds(),
          },
        },
      ];
    } finally {
      await app.stop();
    }
  },
};

const bytesOf = ({ rows }: WriteTransaction): number =>
  rows.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);

async function sampleOfCommands(
  app: AppInBrowser,
): Promise<{ readonly median: number; readonly transactions: readonly WriteTransaction[] }> {
  const page = await app.openNotebook();
  const [summary] = await ask(page, { type: 'records' });
  const [worker] = page.workers().filter((candidate) => candidate.url().includes('vault-worker'));
  if (!summary || !worker) throw new Error('no open vault');
  await recordTransactions(worker);
  const times = await timeCommands(page, summary.record, WRITES_OF_A_SAMPLE);
  // Beside the commands, the vault writes what the relay acknowledges.
  const transactions = (await recordedTransactions(worker)).filter(({ rows }) =>
    rows.some(({ table, bytes }) => table === 'outbox' && bytes !== undefined),
  );
  await page.close();
  if (transactions.length !== times.length) {
    throw new Error(`${transactions.length} transactions for ${times.length} commands`);
  }
  return { median: median(times), transactions };
}

function timeCommands(page: Page, record: LogId, count: number): Promise<number[]> {
  return page.evaluate(
    async ({ record, count }) => {
      const { vault } = await (globalThis as unknown as PageWithVault).testedVault;
      const times: number[] = [];
      for (let index = 0; index < count; index++) {
        const startedAt = performance.now();
        const done = await vault.run({
          type: 'addEntry',
          record,
          section: 'treatments',
          fields: { label: `Amlodipine ${String(index)}`, dose: '5 mg', schedule: '1 le matin' },
        });
        times.push(performance.now() - startedAt);
        if (!done.ok) throw new Error(done.error.type);
      }
      return times;
    },
    { record, count },
  );
}
