import { cpSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { AppInBrowser } from './in-browser/app-in-browser.ts';
import { longRecord } from './in-browser/long-record.ts';
import { putRows } from './in-browser/put-rows.ts';
import { openPageAndPaint, sealedPage, type PaintedRows } from './in-browser/sealed-page.ts';
import { compare, type Bench, type Comparison } from './rounds.ts';

/**
 * From the key known (the touch that opens a notebook without a lock) to 50 documents painted,
 * in the built app, against opening one sealed page of 100 rows and painting the same 50.
 * `unlock/flat`: the same of a record of 20 years against one of 2. Every page is cold; the
 * page's own thread is slowed four times, the vault's worker not. `CARNET_BENCH_YEARS` makes the
 * long record shorter, and the names say so.
 */
const ROWS = 50;
const SLOWED = 4;
const SHORT_YEARS = 2;
const LONG_YEARS = Number(process.env['CARNET_BENCH_YEARS'] ?? 20);

export const bench: Bench = {
  name: 'unlock',
  async run({ rounds, log }) {
    const long = await appWith(LONG_YEARS, log);
    const short = await appWith(SHORT_YEARS, log);
    try {
      const job = async (): Promise<number> => logged((await sampleOfUnlock(long)).ms, 'unlock');
      const logged = (ms: number, what: string): number => {
        log(`unlock: ${ms.toFixed(1)} ms, ${what}`);
        return ms;
      };
      const { painted } = await sampleOfUnlock(long);
      const sealed = await sealedPage();
      const floor = async (): Promise<number> => {
        const page = await long.open('/favicon.ico');
        const ms = await openPageAndPaint(page, sealed, painted, SLOWED);
        await page.close();
        return logged(ms, 'one sealed page and the rows alone');
      };
      const shortJob = async (): Promise<number> =>
        logged((await sampleOfUnlock(short)).ms, `${String(SHORT_YEARS)} years`);
      const comparisons: Comparison[] = [
        {
          name: `unlock/${String(LONG_YEARS)}-years`,
          ...(await compare(job, floor, rounds)),
          unit: 'ms',
          goal: { max: 1.5 },
          beside: { 'rows drawn': painted.drawn },
        },
        {
          name: `unlock/flat/${String(LONG_YEARS)}-years-to-${String(SHORT_YEARS)}`,
          ...(await compare(job, shortJob, rounds)),
          unit: 'ms',
          goal: { max: 1.2 },
        },
      ];
      return comparisons;
    } finally {
      await long.stop();
      await short.stop();
    }
  },
};

async function appWith(years: number, log: (line: string) => void): Promise<AppInBrowser> {
  const { rows, relayFolder } = await longRecord(years, log);
  const app = await AppInBrowser.start((folder) => {
    cpSync(relayFolder, folder, { recursive: true });
  });
  // The app itself makes its database; then it holds nothing yet.
  const page = await app.open('/');
  await page.getByRole('button', { name: 'Plus tard' }).waitFor();
  await page.close();
  const bare = await app.open('/favicon.ico');
  await putRows(bare, rows);
  await bare.close();
  return app;
}

async function sampleOfUnlock(
  app: AppInBrowser,
): Promise<{ readonly ms: number; readonly painted: PaintedRows }> {
  const page = await app.open('/documents');
  await page.getByRole('button', { name: 'Ouvrir' }).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  const ms = await unlockAndPaint(page, ROWS);
  const painted = await page.evaluate((count) => {
    const rows = [...document.querySelectorAll('main li:has(a[href^="/documents/"])')];
    const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
    return {
      html: rows.slice(0, count).map((row) => row.outerHTML),
      styles: styles.map((style) => style.href),
      drawn: rows.length,
    };
  }, ROWS);
  await page.close();
  return { ms, painted };
}

/** Milliseconds from the touch to the frame after the one that has the rows. */
function unlockAndPaint(page: Page, rows: number): Promise<number> {
  return page.evaluate(async (wanted) => {
    const button = [...document.querySelectorAll('button')].find(({ type }) => type === 'submit');
    if (!button) throw new Error('nothing to touch');
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const links = document.getElementsByTagName('a');
    const isThere = (): boolean =>
      [...links].filter((link) => link.pathname.startsWith('/documents/')).length >= wanted;
    const startedAt = performance.now();
    button.click();
    while (!isThere()) await frame();
    await frame();
    return performance.now() - startedAt;
  }, rows);
}
