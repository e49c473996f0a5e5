import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { readyOffline, unlock, addReport, PHRASE } from './keeping-safe.ts';
import { createNotebook, navigate, openFromMenu } from './people.ts';

/** Where fresh pictures for `static/screenshots` are left. */
const FOLDER = fileURLToPath(new URL('../.output/screenshots', import.meta.url));

type Picture = { readonly src: string; readonly sizes: string; readonly form_factor: string };
type Manifest = {
  readonly screenshots: readonly Picture[];
  readonly shortcuts: readonly { readonly url: string }[];
};

/** Width and height of a PNG: the first eight bytes of its first chunk. */
const sizeOf = (png: Buffer): string =>
  `${String(png.readUInt32BE(16))}x${String(png.readUInt32BE(20))}`;

async function measure(page: Page, systolic: string, diastolic: string): Promise<void> {
  await navigate(page, 'Mesures');
  await page
    .getByRole('link', { name: /^Ajouter/ })
    .first()
    .click();
  await page.getByLabel(/systolique/).fill(systolic);
  await page.getByLabel(/diastolique/).fill(diastolic);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(`${systolic}/${diastolic}`).first()).toBeVisible();
}

test('le manifeste montre de vraies pages, que l’application ne garde pas hors ligne', async ({
  page,
  request,
}) => {
  const manifest = (await (await request.get('/manifest.webmanifest')).json()) as Manifest;
  expect(new Set(manifest.screenshots.map(({ form_factor }) => form_factor))).toEqual(
    new Set(['narrow', 'wide']),
  );
  for (const { src, sizes } of manifest.screenshots) {
    const answer = await request.get(src);
    expect(answer.headers()['content-type']).toBe('image/png');
    expect(sizeOf(await answer.body())).toBe(sizes);
  }
  await createNotebook(page, PHRASE);
  await addReport(page);
  await measure(page, '142', '92');
  await measure(page, '131', '84');
  await readyOffline(page);
  await unlock(page);
  const cached = await page.evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(cached).toContain('/');
  expect(cached.filter((path) => path.startsWith('/screenshots/'))).toEqual([]);

  await mkdir(FOLDER, { recursive: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [name, viewport] of [
    ['telephone', { width: 390, height: 844 }],
    ['ordinateur', { width: 1280, height: 800 }],
  ] as const) {
    await page.setViewportSize(viewport);
    await openFromMenu(page, 'Accueil');
    await expect(page.getByText('Ajouté récemment')).toBeVisible();
    await writeFile(`${FOLDER}/${name}-accueil.png`, await page.screenshot());
    await navigate(page, 'Documents');
    await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible();
    await writeFile(`${FOLDER}/${name}-documents.png`, await page.screenshot());
  }

  for (const { url } of manifest.shortcuts) {
    await page.goto(url);
    await unlock(page);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('Cette page n’existe pas.')).toBeHidden();
  }
});
