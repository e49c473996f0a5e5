import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { LogId } from '#base/ids.ts';
import { ROOT } from '../commands/run.ts';
import { RelayProcess, temporaryFolder } from '../relay/relay-process.ts';
import { OwnBrowser } from './own-browser.ts';
import { ask, reachVault, type PageWithVault } from './page-vault.ts';

const ROUNDS = 20;
const titleOf = (number: number): string => `Traitement ${String(number)}`;

type Opened = { readonly browser: OwnBrowser; readonly page: Page };

async function openApp(profile: string, url: string): Promise<Opened> {
  const browser = await OwnBrowser.start(profile);
  await reachVault(browser.context);
  browser.context.setDefaultTimeout(30_000);
  const page = await browser.context.newPage();
  await page.goto(url);
  return { browser, page };
}

/** What the reopened vault holds, by number. */
async function storedEntries(page: Page, record: LogId): Promise<ReadonlyMap<number, string>> {
  const { entries } = await ask(page, { type: 'entries', record, section: 'treatments' });
  const stored = new Map<number, string>();
  for (const { id, fields } of entries) {
    const number = Number(/^"Traitement (\d+)"$/.exec(JSON.stringify(fields['label']))?.[1]);
    expect(stored.has(number), `${String(number)} is there once`).toBe(false);
    stored.set(number, id);
  }
  return stored;
}

/** Starts writes that never end, three at a time; `stored` hears of each that the vault stored. */
async function startWriting(
  page: Page,
  record: LogId,
  first: number,
  stored: (number: number) => void,
): Promise<void> {
  await page.exposeFunction('noteStored', stored);
  await page.evaluate(
    async ({ record, first }) => {
      const { noteStored, testedVault } = globalThis as unknown as PageWithVault & {
        noteStored: (number: number) => Promise<void>;
      };
      const { vault } = await testedVault;
      let next = first;
      const write = async (): Promise<void> => {
        for (;;) {
          const number = next++;
          const fields = { label: `Traitement ${String(number)}` };
          const done = await vault.run({
            type: 'addEntry',
            record,
            section: 'treatments',
            fields,
          });
          if (!done.ok) throw new Error(done.error.type);
          void noteStored(number);
        }
      };
      for (let writers = 0; writers < 3; writers++) void write();
    },
    { record, first },
  );
}

/** Kills `after` ms after the `count`th number was stored: in the middle of the next ones. */
async function writeUntilKilled(
  { browser, page }: Opened,
  record: LogId,
  first: number,
  { count, after }: { readonly count: number; readonly after: number },
): Promise<readonly number[]> {
  const noted: number[] = [];
  const enough = Promise.withResolvers<undefined>();
  page.on('pageerror', enough.reject);
  await startWriting(page, record, first, (number) => {
    noted.push(number);
    if (noted.length === count) enough.resolve(undefined);
  });
  await enough.promise;
  await new Promise((resolve) => setTimeout(resolve, after));
  await browser.kill();
  return noted;
}

test('SIGKILL of the browser in 20 rounds of numbered writes loses nothing that was stored', async () => {
  test.setTimeout(600_000);
  if (!existsSync(join(ROOT, 'build/index.html')))
    execFileSync('npx', ['vite', 'build'], { cwd: ROOT });
  const profile = temporaryFolder();
  const data = temporaryFolder();
  const relay = await RelayProcess.start(data.path, { CARNET_APP: join(ROOT, 'build') });
  const noted = new Set<number>();
  let opened = await openApp(profile.path, relay.url);
  try {
    await opened.page.getByRole('button', { name: 'Plus tard' }).click();
    await opened.page.waitForURL('**/accueil');
    const [summary] = await ask(opened.page, { type: 'records' });
    if (!summary) throw new Error('no record');
    const { record } = summary;

    for (let round = 1; round <= ROUNDS; round++) {
      const first = round * 1_000;
      const kill = { count: 5 + ((round * 7) % 30), after: (round * 3) % 11 };
      const written = await writeUntilKilled(opened, record, first, kill);
      for (const number of written) noted.add(number);

      opened = await openApp(profile.path, relay.url);
      const { page } = opened;
      await page.getByRole('button', { name: 'Ouvrir' }).click();
      await page.waitForURL('**/accueil');
      const stored = await storedEntries(page, record);
      expect([...noted].filter((number) => !stored.has(number))).toEqual([]);

      const last = written.at(-1) ?? Number.NaN;
      await page.goto(`${relay.url}/profil/traitements/${stored.get(last) ?? ''}`);
      await page.getByRole('button', { name: 'Ouvrir' }).click();
      await expect(page.getByRole('heading', { level: 1, name: titleOf(last) })).toBeVisible();
      console.log(
        `round ${round}: ${written.length} numbers noted before the kill, ` +
          `${noted.size} in all, none lost; ${stored.size} stored`,
      );
    }
  } finally {
    await opened.browser.kill().catch(() => undefined);
    await relay.kill();
    profile.remove();
    data.remove();
  }
});
