import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import {
  chooseFiles,
  createNotebook,
  expectSynced,
  navigate,
  openFromMenu,
  wordsOn,
} from './people.ts';
import { photograph } from './photograph.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

async function newDevice(browser: Browser, viewport: typeof PHONE): Promise<Page> {
  return (await browser.newContext({ viewport })).newPage();
}

/** Faults against WCAG 2.2 A and AA in both themes. */
async function faultsOf(page: Page): Promise<string[]> {
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
async function showCode(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'J’ai déjà un carnet sur un autre appareil' }).click();
  await page.getByLabel('Le nom de cet appareil').fill(name);
  await page.getByRole('button', { name: 'Afficher le code' }).click();
  await expect(codeGroups(page)).toHaveCount(7);
}

const codeGroups = (page: Page) =>
  page
    .getByRole('list', { name: 'Le code, par groupes de quatre caractères' })
    .getByRole('listitem');

/** As a person who reads it to type it: the groups that are seen. */
const readCode = async (page: Page): Promise<string> =>
  (await codeGroups(page).locator('[aria-hidden]').allInnerTexts()).join(' ');

async function openAddDevice(page: Page): Promise<void> {
  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: 'Appareils', exact: true }).click();
  await page.getByRole('link', { name: 'Ajouter un appareil' }).click();
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^Ou le code, tapé/).fill(code);
  await page.getByRole('button', { name: 'Lire ce code' }).click();
}

async function expectSameWords(first: Page, second: Page): Promise<void> {
  await expect(first.getByText('Son écran montre-t-il ces quatre mots ?')).toBeVisible();
  await expect(second.getByText('Comparez-les sur l’autre appareil')).toBeVisible();
  const words = await wordsOn(first);
  expect(words).toHaveLength(4);
  expect(await wordsOn(second)).toEqual(words);
}

async function addAllergy(page: Page, substance: string): Promise<void> {
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

const openAllergy = async (page: Page, substance: string): Promise<void> => {
  await navigate(page, 'Profil');
  await page.getByRole('link', { name: /^Allergies/ }).click();
  await page.getByRole('link', { name: substance, exact: true }).first().click();
  await page.getByRole('link', { name: 'Modifier' }).click();
};

test('un deuxième appareil rejoint le carnet par une image du code, puis les deux écrivent sans réseau', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const first = await newDevice(browser, DESKTOP);
  const second = await newDevice(browser, PHONE);
  const faults: string[] = [];

  await test.step('un carnet, et une allergie', async () => {
    await createNotebook(first);
    await addAllergy(first, 'Pénicilline');
    await expectSynced(first);
  });

  const picture = await test.step('le nouvel appareil montre son code', async () => {
    await second.goto('/creer');
    const join = second.getByRole('link', { name: 'J’ai déjà un carnet sur un autre appareil' });
    await join.scrollIntoViewIfNeeded();
    await photograph(second, '20-creer-ou-rejoindre');
    faults.push(...(await faultsOf(second)));
    await join.click();
    await expect(second.getByLabel('Le nom de cet appareil')).toHaveValue('Ordinateur Linux');
    await photograph(second, '21-nom');
    faults.push(...(await faultsOf(second)));
    await showCode(second, 'Téléphone de Camille');
    await photograph(second, '22-code');
    faults.push(...(await faultsOf(second)));
    return second.getByRole('img', { name: 'Code à scanner avec l’autre appareil' }).screenshot();
  });

  await test.step('l’autre le lit depuis une image, et les mots sont les mêmes', async () => {
    await openAddDevice(first);
    await photograph(first, '23-ajouter');
    faults.push(...(await faultsOf(first)));
    await chooseFiles(first, 'Choisir un fichier', [
      { name: 'code.png', mimeType: 'image/png', buffer: picture },
    ]);
    await expect(first.getByText('« Téléphone de Camille »')).toBeVisible();
    await expectSameWords(first, second);
    await photograph(first, '24-comparer');
    await photograph(second, '25-mots');
    faults.push(...(await faultsOf(first)), ...(await faultsOf(second)));
  });

  await test.step('une serrure, la confirmation, et le carnet est là', async () => {
    await second.getByLabel('Votre phrase secrète').fill('tulipe marteau nuage vélo');
    await second.getByRole('button', { name: 'Recevoir mon carnet' }).click();
    await expect(second.getByText('Votre carnet arrive…')).toBeVisible();
    await photograph(second, '26-arrive');
    await first.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect(
      first.getByText('Téléphone de Camille fait maintenant partie de vos appareils.'),
    ).toBeVisible();
    await photograph(first, '27-ajoute');
    await second.waitForURL('**/accueil');
    await expect(second.getByText('Allergies : Pénicilline')).toBeVisible();
  });

  await test.step('la liste des appareils', async () => {
    await first.getByRole('link', { name: 'Voir mes appareils' }).click();
    const list = first.getByRole('list', { name: 'Vos appareils' }).getByRole('listitem');
    await expect(list).toHaveCount(2);
    await expect(list.first()).toContainText('Cet appareil');
    await expect(list.last()).toContainText('Téléphone de Camille');
    await photograph(first, '28-appareils');
    faults.push(...(await faultsOf(first)));
  });

  await test.step('chacun écrit sans réseau, puis tout se rejoint', async () => {
    await first.context().setOffline(true);
    await second.context().setOffline(true);
    await openAllergy(first, 'Pénicilline');
    await first.getByLabel(/^Réaction/).fill('Urticaire géante');
    await first.getByRole('button', { name: 'Enregistrer' }).click();
    await openAllergy(second, 'Pénicilline');
    await second.getByText('Grave', { exact: true }).click();
    await second.getByRole('button', { name: 'Enregistrer' }).click();
    await addAllergy(second, 'Arachide');
    await openAllergy(second, 'Pénicilline');
    await expect(second.getByLabel(/^Réaction/)).toHaveValue('');
    await first.context().setOffline(false);
    await second.context().setOffline(false);
    for (const page of [first, second]) {
      await expectSynced(page);
      await navigate(page, 'Profil');
      await expect(page.getByText('Arachide')).toBeVisible({ timeout: 60_000 });
      await page.getByRole('link', { name: /^Allergies/ }).click();
      const row = page.getByRole('listitem').filter({ hasText: 'Pénicilline' });
      await expect(row).toContainText('Urticaire géante', { timeout: 60_000 });
      await openAllergy(page, 'Pénicilline');
      await expect(page.getByLabel(/^Réaction/)).toHaveValue('Urticaire géante');
      await expect(page.getByRole('radio', { name: 'Grave', exact: true })).toBeChecked();
    }
  });

  expect(faults).toEqual([]);
});

test('le code se tape aussi ; un code faux, des mots différents et un code déjà lu ne donnent rien', async ({
  browser,
}) => {
  const first = await newDevice(browser, PHONE);
  const second = await newDevice(browser, PHONE);
  await createNotebook(first);
  await addAllergy(first, 'Latex');
  await expectSynced(first);
  await showCode(second, 'Tablette');
  const code = await readCode(second);
  await openAddDevice(first);

  await test.step('ce qui n’est pas un code le dit', async () => {
    await typeCode(first, 'bonjour');
    await expect(first.getByText('Ce n’est pas le code d’un appareil.')).toBeVisible();
    await expect(first.getByText('Rien n’a été donné à personne.')).toBeVisible();
    await photograph(first, '29-code-faux');
  });

  await test.step('des mots différents : rien n’est donné, et ce code ne sert plus', async () => {
    await typeCode(first, code.toLowerCase());
    await expectSameWords(first, second);
    await first.getByRole('button', { name: 'Ce ne sont pas les mêmes' }).click();
    await expect(first.getByText('Rien n’a été donné à cet appareil.')).toBeVisible();
    await photograph(first, '30-refuse');
    await first.getByRole('button', { name: 'Lire un autre code' }).click();
    await typeCode(first, code);
    await expect(first.getByText('Ce code a déjà été lu.')).toBeVisible();
  });

  await test.step('un autre code, confirmé avant que la serrure soit choisie', async () => {
    await second.getByRole('button', { name: 'Ce ne sont pas les mêmes' }).click();
    await expect(second.getByText('l’ancien code ne sert plus')).toBeVisible();
    await expect(codeGroups(second)).toHaveCount(7);
    const another = await readCode(second);
    expect(another).not.toBe(code);
    await typeCode(first, another);
    await expectSameWords(first, second);
    await first.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect(
      first.getByText('Tablette fait maintenant partie de vos appareils.'),
    ).toBeVisible();
    await second.getByRole('button', { name: 'Plus tard' }).click();
    await second.waitForURL('**/accueil');
    await expect(second.getByText('Allergies : Latex')).toBeVisible();
  });
});
