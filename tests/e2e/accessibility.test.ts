import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { addReport, PHRASE, revealWords, unlock } from './keeping-safe.ts';
import { createNotebook } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });
test.setTimeout(300_000);

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Faults in both themes, `theme rule: element`. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(TAGS)
      // 44 px are measured by the component tests: axe does not see that a whole row is pressed.
      .disableRules(['target-size'])
      .analyze();
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html}`));
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return faults;
}

/** What stands out of the page to the right: it would have to be scrolled sideways. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** No fault of axe; everything within 320 px, and on a phone with letters twice as large. */
async function expectReadable(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflow(page), '320 px').toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  expect(await overflow(page), '200 %').toBeLessThanOrEqual(0);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
}

const OPEN_PAGES = [
  ['/accueil', /^Bonjour/],
  ['/documents', 'Documents'],
  ['/profil', 'Profil médical'],
  ['/profil/identite', 'Identité'],
  ['/profil/maladies', /^Maladies/],
  ['/profil/professionnels', 'Mes professionnels'],
  ['/profil/vaccinations/ajouter', 'Ajouter un vaccin'],
  ['/profil/volontes', 'Volontés'],
  ['/profil/antecedents-familiaux/ajouter', 'Ajouter un antécédent'],
  ['/mesures/tension/objectif', /^Objectif/],
  ['/mesures', 'Mesures'],
  ['/mesures/ajouter', /.+/],
  ['/partages', 'Partages'],
  ['/reglages', 'Réglages'],
  ['/reglages/verrouillage', 'Verrouillage'],
  ['/reglages/sauvegarde', 'Sauvegarde'],
  ['/reglages/appareils', 'Appareils'],
  ['/reglages/effacer', 'Effacer Carnet de cet appareil'],
  ['/kit', 'Votre kit de secours'],
  ['/corbeille', 'Corbeille'],
  ['/journal', 'Journal d’activité'],
] as const;

test('chaque page du dossier se lit sans faute, dans les deux thèmes, à 320 px et en grand', async ({
  page,
}) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await page.goto('/reglages');
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
  await expectReadable(page);
  await unlock(page);
  for (const [path, title] of OPEN_PAGES) {
    await test.step(path, async () => {
      await page.evaluate((address) => {
        const link = Object.assign(document.createElement('a'), { href: address });
        document.body.append(link);
        link.click();
        link.remove();
      }, path);
      await page.waitForURL(`**${path}`);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectReadable(page);
    });
  }
  await test.step('les douze mots', async () => {
    await page.getByRole('navigation', { name: 'Rubriques' }).getByRole('link').first().click();
    await page.getByRole('link', { name: 'Préparer mon kit' }).click();
    await revealWords(page);
    await expectReadable(page);
  });
});

test('chaque page d’avant le dossier se lit sans faute, dans les deux thèmes, à 320 px et en grand', async ({
  page,
}) => {
  for (const [path, title] of [
    ['/creer', /^Votre santé/],
    ['/recuperer', 'Retrouver mon carnet'],
    ['/rejoindre', 'Reprendre votre carnet ici'],
  ] as const) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectReadable(page);
    });
  }
});

test.describe('en anglais', () => {
  test.use({ locale: 'en-GB' });
  test('the same pages speak English', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Find my notebook again with my twelve words' }).click();
    await expect(page.getByRole('heading', { name: 'Find my notebook again' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await photograph(page, '60-recover-english');
    await page.goto('/');
    await page.getByRole('button', { name: 'Later' }).click();
    await page.waitForURL('**/accueil');
    await page.getByRole('link', { name: 'Choose a secret phrase' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Lock' })).toBeVisible();
  });
});
