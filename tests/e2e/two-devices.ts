import AxeBuilder from '@axe-core/playwright';
import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { navigate, openFromMenu, wordsOn } from './people.ts';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

export async function newDevice(browser: Browser, viewport: typeof PHONE): Promise<Page> {
  return (await browser.newContext({ viewport })).newPage();
}

/** Faults against WCAG 2.2 A and AA in both themes. */
export async function faultsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${page.url()} ${colorScheme} ${id}: ${html}`));
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}

/** From the first opening to the code that the other device reads. */
export async function showCode(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'J’ai déjà un carnet sur un autre appareil' }).click();
  await page.getByLabel('Le nom de cet appareil').fill(name);
  await page.getByRole('button', { name: 'Afficher le code' }).click();
  await expect(codeGroups(page)).toHaveCount(7);
}

export const codeGroups = (page: Page): Locator =>
  page
    .getByRole('list', { name: 'Le code, par groupes de quatre caractères' })
    .getByRole('listitem');

/** As a person who reads it to type it: the groups that are seen. */
export const readCode = async (page: Page): Promise<string> =>
  (await codeGroups(page).locator('[aria-hidden]').allInnerTexts()).join(' ');

export async function openAddDevice(page: Page): Promise<void> {
  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: 'Appareils', exact: true }).click();
  await page.getByRole('link', { name: 'Ajouter un appareil' }).click();
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^Ou le code, tapé/).fill(code);
  await page.getByRole('button', { name: 'Lire ce code' }).click();
}

export async function expectSameWords(first: Page, second: Page): Promise<void> {
  await expect(first.getByText('Son écran montre-t-il ces quatre mots ?')).toBeVisible();
  await expect(second.getByText('Comparez-les sur l’autre appareil')).toBeVisible();
  const words = await wordsOn(first);
  expect(words).toHaveLength(4);
  expect(await wordsOn(second)).toEqual(words);
}

export async function addAllergy(page: Page, substance: string): Promise<void> {
  await navigate(page, 'Profil');
  await page
    .getByRole('link', { name: /Allergies/ })
    .first()
    .click();
  await page
    .getByRole('link', { name: /^Ajouter/ })
    .first()
    .click();
  await page.getByLabel(/^Substance/).fill(substance);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('link', { name: substance, exact: true }).first()).toBeVisible();
}

/** Another device of the same person, by its typed code, without a lock. */
export async function joinByCode(browser: Browser, first: Page, name: string): Promise<Page> {
  const page = await newDevice(browser, PHONE);
  await showCode(page, name);
  await openAddDevice(first);
  await typeCode(first, await readCode(page));
  await expectSameWords(first, page);
  await first.getByRole('button', { name: 'Ce sont les mêmes' }).click();
  await page.getByRole('button', { name: 'Plus tard' }).click();
  await page.waitForURL('**/accueil');
  return page;
}
