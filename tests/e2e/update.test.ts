import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { PHRASE, readyOffline, unlock } from './keeping-safe.ts';
import { freePort, OwnServer } from './own-server.ts';
import { navigate } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });

const APP = process.env['CARNET_APP'] ?? 'build';

/** The next build of the same app: other bytes of its service worker, another name of its cache. */
async function nextBuild(folder: string): Promise<void> {
  await cp(APP, folder, { recursive: true });
  const path = join(folder, 'service-worker.js');
  const worker = await readFile(path, 'utf8');
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const renamed = worker.replace(`\`${version}\``, '`next`');
  if (renamed === worker) throw new Error('the service worker names no version');
  await writeFile(path, renamed);
  // The server would rather send what was compressed at the build.
  for (const compressed of ['.br', '.gz']) await rm(path + compressed, { force: true });
}

test('une nouvelle version se propose hors d’un formulaire, et recharge une seule fois', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-update-'));
  const [next, data] = [join(folder, 'next'), join(folder, 'data')];
  const port = await freePort();
  await nextBuild(next);
  let server = await OwnServer.start(APP, data, port);
  try {
    await page.goto(server.origin);
    await page.getByLabel('Votre phrase secrète').fill(PHRASE);
    await page.getByRole('button', { name: 'Créer mon carnet' }).click();
    await page.waitForURL('**/accueil');
    await readyOffline(page);
    await unlock(page);
    await navigate(page, 'Mesures');
    await page
      .getByRole('link', { name: /^Ajouter/ })
      .first()
      .click();
    await page.getByLabel(/systolique/).fill('142');

    await server.stop();
    server = await OwnServer.start(next, data, port);
    let loads = 0;
    page.on('load', () => loads++);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const waiting = new Promise<void>((resolve) => {
        const look = (): void => {
          if (registration.waiting) resolve();
          else setTimeout(look, 50);
        };
        look();
      });
      await waiting;
    });
    const offer = page.getByText('Une nouvelle version de Carnet est prête.');
    const update = page.getByRole('button', { name: 'Mettre à jour', exact: true });
    await page.getByLabel(/diastolique/).fill('92');
    await expect(offer).toBeVisible();
    await expect(page.getByText(/^Elle attend que vous ayez fini/)).toBeVisible();
    await expect(update).toBeHidden();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('142/92').first()).toBeVisible();
    await expect(offer).toBeVisible();
    await photograph(page, '56-mise-a-jour');
    expect(loads).toBe(0);
    await update.click();
    await unlock(page);
    await expect(page.getByText('142/92').first()).toBeVisible();
    expect(loads).toBe(1);
    const caches = await page.evaluate(() => globalThis.caches.keys());
    expect(caches).toHaveLength(1);
    expect(caches[0]).toMatch(/^carnet-next-/);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
