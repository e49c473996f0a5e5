import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { chooseFiles, createNotebook, navigate, type PickedFile } from './people.ts';

test.use({ viewport: { width: 390, height: 844 } });
test.setTimeout(400_000);

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OWN = folder('../fixtures/hostile');
const CORPORA = folder('../../../shared/corpora/hostile');
const SHARED = ['handmade/svg', 'handmade/polyglot', 'handmade/dicom', 'pdf-payloads/pdf-payloads'];

const filesIn = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => !name.endsWith('.md'))
    .map((name) => join(path, name));

const TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.svg': 'image/svg+xml',
  '.gif': 'image/gif',
};

const picked = async (path: string): Promise<PickedFile> => ({
  name: basename(path),
  mimeType: TYPES[extname(path)] ?? 'application/octet-stream',
  buffer: await readFile(path),
});

/** What a hostile file would do: a window that speaks, a request elsewhere, a page that breaks. */
function watchHarm(page: Page, origin: string): string[] {
  const harm: string[] = [];
  page.on('dialog', (dialog) => {
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => harm.push(`popup: ${popup.url()}`));
  page.on('download', (download) => harm.push(`download: ${download.suggestedFilename()}`));
  page.on('crash', () => harm.push('crash'));
  page.on('pageerror', (error) => harm.push(`error: ${error.message}`));
  page.context().on('request', (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url());
    if (!isOwn) harm.push(`request: ${request.url()}`);
  });
  return harm;
}

/** Dropped on the page as a hand would, all at once. */
async function drop(page: Page, files: readonly PickedFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }, given);
}

const rows = (page: Page) => page.locator('main a[href^="/documents/"]');
const refused = (page: Page) => page.getByText('Non ajouté', { exact: true });

/** Each file went in, or is refused by one sentence. */
async function expectSettled(page: Page, before: number, count: number): Promise<void> {
  await expect
    .poll(async () => (await rows(page).count()) - before + (await refused(page).count()), {
      timeout: 120_000,
    })
    .toBe(count);
  const sentences = page.locator('main [role="alert"]');
  for (const sentence of await sentences.allInnerTexts()) expect(sentence).toMatch(/\S.*\.$/);
  expect(await sentences.count()).toBe(await refused(page).count());
}

/** Opens every document of the list; each is shown, or said not to be. */
async function openAll(page: Page): Promise<number> {
  const addresses = await rows(page).evaluateAll((links) =>
    links.map((link) => link.getAttribute('href') ?? ''),
  );
  for (const address of addresses) {
    await page.locator(`main a[href="${address}"]`).first().click();
    await expect(page.getByRole('button', { name: 'Télécharger' })).toBeVisible();
    const shown = page.locator('main iframe');
    const said = page.locator('main').getByText(/ne s’affiche pas ici|abîmé|ne sera pas montré/);
    await expect(shown.or(said).first()).toBeVisible({ timeout: 30_000 });
    // Whatever waits for a moment to act has one.
    await page.waitForTimeout(400);
    await navigate(page, 'Documents');
    await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible();
  }
  return addresses.length;
}

for (const door of ['choisis', 'déposés'] as const) {
  test(`des fichiers hostiles ${door} n’exécutent rien, n’appellent personne et ne cassent rien`, async ({
    page,
    baseURL,
  }) => {
    const isShared = existsSync(CORPORA);
    const shared = isShared ? SHARED.flatMap((path) => filesIn(join(CORPORA, path))) : [];
    if (!isShared) console.log('../shared is absent: only the files of tests/fixtures/hostile');
    const files = await Promise.all([...filesIn(OWN), ...shared].map(picked));
    await createNotebook(page);
    await navigate(page, 'Documents');
    await expect(page.getByRole('button', { name: 'Choisir des fichiers' })).toBeVisible();
    const harm = watchHarm(page, baseURL ?? '');
    if (door === 'choisis') await chooseFiles(page, 'Choisir des fichiers', files);
    else await drop(page, files);
    await expectSettled(page, 0, files.length);
    const opened = await openAll(page);
    console.log(`${String(files.length)} hostile files, ${String(opened)} of them opened`);
    expect(opened).toBeGreaterThan(0);
    expect(harm).toEqual([]);
    await expect(page.getByText('Carnet s’est trompé en chemin.')).toBeHidden();
  });
}
