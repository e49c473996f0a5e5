import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Page } from '@playwright/test';
import {
  addReport,
  confirmWords,
  downloadReport,
  lockNow,
  openKit,
  PHRASE,
  readyOffline,
  report,
  revealWords,
  tryPhrase,
  typeWords,
  unlock,
} from './keeping-safe.ts';
import { chooseFiles, createNotebook, expectSynced, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';

const viewport = { width: 390, height: 844 };

/** A browser that has never been here. */
const emptyDevice = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport, acceptDownloads: true })).newPage();

/** A notebook with a real file in it, its kit on paper, everything at the relay. */
async function liveSafely(page: Page): Promise<readonly string[]> {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await openKit(page);
  const words = await revealWords(page);
  await confirmWords(page, words);
  await expectSynced(page);
  return words;
}

async function openRecovery(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Retrouver mon carnet avec mes douze mots' }).click();
}

async function chooseLock(page: Page, phrase: string): Promise<void> {
  await expect(page.getByText('Votre carnet est revenu.')).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Votre phrase secrète').fill(phrase);
  await page.getByRole('button', { name: 'Fermer à clé' }).click();
  await page.waitForURL('**/accueil');
}

test('les douze mots seuls ramènent le carnet sur un navigateur vide, octet pour octet', async ({
  browser,
}) => {
  const lost = await emptyDevice(browser);
  const words = await liveSafely(lost);
  await lost.context().close();

  const found = await emptyDevice(browser);
  await openRecovery(found);
  await photograph(found, '40-retrouver');

  await test.step('un mot inconnu se dit par sa place, et rien d’autre ne se devine', async () => {
    await typeWords(found, words.with(4, 'xylophone'));
    await found.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    await expect(found.getByText('Ce mot n’est pas dans la liste.')).toHaveCount(1);
    await photograph(found, '41-retrouver-mot-inconnu');
    const fifth = found.getByRole('textbox', { name: 'Mot 5', exact: true });
    await expect(fifth).toHaveAttribute('aria-invalid', 'true');
    await fifth.fill(words[5] ?? '');
    await found.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    await expect(found.getByText(/Ces douze mots n’ouvrent aucun carnet/)).toBeVisible();
    await expect(found.getByText('Votre carnet est revenu.')).toBeHidden();
    await fifth.fill(words[4] ?? '');
  });

  await found.getByRole('button', { name: 'Retrouver mon carnet' }).click();
  await expect(found.getByText('Votre carnet est revenu.')).toBeVisible({ timeout: 60_000 });
  await photograph(found, '42-retrouve');
  await chooseLock(found, 'la nouvelle phrase');
  expect((await downloadReport(found)).equals((await report()).buffer)).toBe(true);
  await lockNow(found);
  await unlock(found, 'la nouvelle phrase');
  await expectSynced(found);
});

test('le code de la feuille, lu sur une image, ramène le carnet', async ({ browser }) => {
  const lost = await emptyDevice(browser);
  await createNotebook(lost, PHRASE);
  await addReport(lost);
  await openKit(lost);
  const words = await revealWords(lost);
  await lost.getByText('Le même secret, en code à scanner').click();
  const picture = await lost
    .getByRole('img', { name: 'Code à scanner : les douze mots' })
    .screenshot();
  await confirmWords(lost, words);
  await expectSynced(lost);
  await lost.context().close();

  const found = await emptyDevice(browser);
  await openRecovery(found);
  await found.getByRole('button', { name: 'Scanner le code de ma feuille' }).click();
  await photograph(found, '43-scanner-la-feuille');
  await chooseFiles(found, 'Choisir un fichier', [
    { name: 'feuille.png', mimeType: 'image/png', buffer: picture },
  ]);
  await chooseLock(found, PHRASE);
});

test('une archive sort, se relit, et revient sans réseau, octet pour octet', async ({
  browser,
}) => {
  const lost = await emptyDevice(browser);
  const words = await liveSafely(lost);
  await lost.getByRole('link', { name: 'Faire une archive' }).click();
  const download = lost.waitForEvent('download');
  await lost.getByRole('button', { name: 'Faire une archive' }).click();
  const saved = await download;
  const buffer = await readFile(await saved.path());
  const archive = { name: saved.suggestedFilename(), mimeType: '', buffer };
  expect(archive.name).toMatch(/^carnet-\d{4}-\d{2}-\d{2}\.carnet$/);

  await test.step('abîmée ou autre chose, elle est refusée d’une phrase', async () => {
    const altered = Buffer.from(buffer);
    altered[altered.length >> 1] = (altered[altered.length >> 1] ?? 0) ^ 1;
    await chooseFiles(lost, 'Choisir un fichier', [{ ...archive, buffer: altered }]);
    await expect(lost.getByText('Cette archive est incomplète ou abîmée.')).toBeVisible();
    await chooseFiles(lost, 'Choisir un fichier', [{ ...archive, buffer: Buffer.from('bonjour') }]);
    await expect(lost.getByText('Ce fichier n’est pas une archive de Carnet.')).toBeVisible();
    await photograph(lost, '44-archive-refusee');
  });

  await chooseFiles(lost, 'Choisir un fichier', [archive]);
  await expect(lost.getByText(/^Elle est entière/)).toBeVisible();
  await expect(lost.getByText(/^Sauvegardé le/)).toBeVisible();
  await expect(lost.getByRole('button', { name: /^Sauvegardé : où/ })).toBeVisible();
  await photograph(lost, '45-archive-relue');
  await lost.getByRole('button', { name: /^Sauvegardé : où/ }).click();
  await photograph(lost, '46-ou-en-est-ce-dossier');
  await lost.context().close();

  const found = await emptyDevice(browser);
  await openRecovery(found);
  await readyOffline(found);
  await found.context().setOffline(true);
  await chooseFiles(found, 'Choisir un fichier', [archive]);
  await typeWords(found, words);
  await photograph(found, '47-retrouver-par-archive');
  await found.getByRole('button', { name: 'Retrouver mon carnet' }).click();
  await chooseLock(found, PHRASE);
  expect((await downloadReport(found)).equals((await report()).buffer)).toBe(true);
});

test('« j’ai oublié ma phrase » : les mots ouvrent ce que l’appareil garde', async ({
  browser,
}) => {
  const page = await emptyDevice(browser);
  const words = await liveSafely(page);
  await lockNow(page);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'J’ai oublié ma phrase' }).click();
  await photograph(page, '48-phrase-oubliee');
  await typeWords(page, words);
  await page.getByRole('button', { name: 'Ouvrir mon carnet' }).click();
  await chooseLock(page, 'une phrase toute neuve');
  expect((await downloadReport(page)).equals((await report()).buffer)).toBe(true);
  await lockNow(page);
  await tryPhrase(page, PHRASE);
  await expect(page.getByText(/^Cette phrase n’ouvre pas/)).toBeVisible();
  await unlock(page, 'une phrase toute neuve');
  await openFromMenu(page, 'Accueil');
  await expect(page.getByText('Ajouté récemment')).toBeVisible();
});
