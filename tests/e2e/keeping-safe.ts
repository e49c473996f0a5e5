import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { chooseFiles, documentRow, navigate, openFromMenu, type PickedFile } from './people.ts';

export const PHRASE = 'tulipe marteau nuage vélo';

/** A real photograph of a report, as a person would pick it. */
export const report = async (): Promise<PickedFile> => ({
  name: 'compte-rendu.jpg',
  mimeType: 'image/jpeg',
  buffer: await readFile(
    fileURLToPath(new URL('../fixtures/files/compte-rendu.jpg', import.meta.url)),
  ),
});

export async function addReport(page: Page): Promise<void> {
  await navigate(page, 'Documents');
  await chooseFiles(page, 'Choisir des fichiers', [await report()]);
  await expect(documentRow(page, 'Compte rendu')).toBeVisible({ timeout: 30_000 });
}

/** The bytes that the document's own download gives. */
export async function downloadReport(page: Page): Promise<Buffer> {
  await navigate(page, 'Documents');
  await documentRow(page, 'Compte rendu').click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Télécharger' }).click();
  return readFile(await (await download).path());
}

/** By the card of the home screen. */
export async function openKit(page: Page): Promise<void> {
  await openFromMenu(page, 'Accueil');
  await page.getByRole('link', { name: 'Préparer mon kit' }).click();
}

/** From the kit's first page to the twelve words. */
export async function revealWords(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Voir mes douze mots' }).click();
  const list = page.getByRole('list', { name: 'Les douze mots, dans l’ordre' });
  await expect(list.getByRole('listitem')).toHaveCount(12);
  return (await list.getByRole('listitem').allInnerTexts()).map((text) =>
    text.replace(/^\d+\s*/, ''),
  );
}

/** The two words asked back, read from the sheet. */
export async function confirmWords(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Je les ai sur papier' }).click();
  for (const box of await page.getByRole('textbox', { name: /^Mot \d+$/ }).all()) {
    const label = await page
      .locator(`label[for="${(await box.getAttribute('id')) ?? ''}"]`)
      .innerText();
    await box.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.getByText('Votre kit est vérifié.')).toBeVisible();
}

/** Types the twelve words as a person in a hurry: four letters, no accents. */
export async function typeWords(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Mot 1', exact: true }).focus();
  for (const word of words) {
    const short = word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 4);
    await page.keyboard.type(`${short} `);
  }
}

/** The app is on the device whole: from here on it starts and works without a network. */
export async function readyOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.reload();
}

export async function lockNow(page: Page): Promise<void> {
  await openFromMenu(page, 'Réglages');
  await page.getByRole('button', { name: 'Verrouiller maintenant' }).click();
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
}

export async function tryPhrase(page: Page, phrase: string): Promise<void> {
  await page.getByLabel('Votre phrase secrète').fill(phrase);
  await page.getByRole('button', { name: 'Ouvrir', exact: true }).click();
}

export async function unlock(page: Page, phrase = PHRASE): Promise<void> {
  await tryPhrase(page, phrase);
  await expect(page.getByText('Carnet est fermé à clé.')).toBeHidden();
}
