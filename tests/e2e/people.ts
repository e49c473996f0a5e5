import { expect, type Locator, type Page } from '@playwright/test';

/** A link of the main navigation. */
export const navigate = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Rubriques du dossier' })
    .getByRole('link', { name })
    .click();

/** First opening, with a phrase or without. */
export async function createNotebook(page: Page, phrase?: string): Promise<void> {
  await page.goto('/');
  await page.waitForURL('**/creer');
  if (phrase === undefined) await page.getByRole('button', { name: 'Plus tard' }).click();
  else {
    await page.getByLabel('Votre phrase secrète').fill(phrase);
    await page.getByRole('button', { name: 'Créer mon carnet' }).click();
  }
  await page.waitForURL('**/accueil');
}

/** Through the pages of the open record that the person's menu lists. */
export async function openFromMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Dossier de/ }).click();
  const menu = page.getByRole('navigation', { name: 'Ce dossier' });
  await menu.getByRole('link', { name, exact: true }).click();
}

export type Professional = {
  readonly name: string;
  readonly profession: string;
  readonly place: string;
};

export async function becomePractitioner(page: Page, professional: Professional): Promise<void> {
  await openFromMenu(page, 'Réglages');
  await page.getByLabel(/^Nom, comme/).fill(professional.name);
  await page.getByLabel(/^Profession/).fill(professional.profession);
  await page.getByLabel(/^Lieu d’exercice/).fill(professional.place);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('link', { name: 'Aller à l’espace soignant' }).click();
}

/** The code that a practitioner displays, as a picture that somebody took of it. */
export async function receivePatient(page: Page): Promise<Buffer> {
  await page.getByRole('link', { name: 'Recevoir un patient' }).first().click();
  return page.getByRole('img', { name: 'Code à scanner par la personne' }).screenshot();
}

export type PickedFile = {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
};

/** Presses the button that opens the device's own picker, and picks. */
export async function chooseFiles(
  page: Page,
  button: string,
  files: readonly PickedFile[],
): Promise<void> {
  const picker = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await picker).setFiles([...files]);
}

/** "Montrer", at the top of every screen, then the picture of a code. */
export async function scanImage(page: Page, picture: Buffer): Promise<void> {
  await page.getByRole('link', { name: 'Montrer à un soignant' }).first().click();
  await chooseFiles(page, 'Choisir un fichier', [
    { name: 'code.png', mimeType: 'image/png', buffer: picture },
  ]);
}

export const wordsOn = async (page: Page): Promise<readonly string[]> =>
  page.getByRole('list', { name: 'Les quatre mots' }).getByRole('listitem').allInnerTexts();

/** A document of a list, by its title. */
export const documentRow = (page: Page, title: string): Locator =>
  page.getByRole('link', { name: title, exact: true });

/** The record's own word, at the top of every screen. */
export const expectSynced = (page: Page, timeout = 60_000): Promise<void> =>
  expect(page.getByRole('button', { name: /^Synchronisé : où en est ce dossier/ })).toBeVisible({
    timeout,
  });
