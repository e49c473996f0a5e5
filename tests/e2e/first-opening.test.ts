import { expect, test, type Locator, type Page } from '@playwright/test';
import { addReport, confirmWords, openKit, PHRASE, report, revealWords } from './keeping-safe.ts';
import { createNotebook, documentRow, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });

/** Every touch and every field of a journey, as a person would count them. */
class Hand {
  taps = 0;
  readonly typed: string[] = [];

  async tap(target: Locator): Promise<void> {
    this.taps++;
    await target.click();
  }

  async type(field: Locator, name: string, text: string): Promise<void> {
    this.typed.push(name);
    await field.fill(text);
  }
}

async function pickFirstDocument(page: Page, hand: Hand): Promise<void> {
  await hand.tap(page.getByRole('link', { name: 'Ajouter un document' }));
  const picker = page.waitForEvent('filechooser');
  await hand.tap(page.getByRole('button', { name: 'Choisir des fichiers' }));
  // In the device's own picker: the file, then its confirmation.
  hand.taps += 2;
  await (await picker).setFiles([await report()]);
  await expect(documentRow(page, 'Compte rendu')).toBeVisible({ timeout: 30_000 });
}

test('un premier document en six touches, sans rien taper que la phrase', async ({ page }) => {
  const hand = new Hand();
  await page.goto('/');
  await hand.type(page.getByLabel('Votre phrase secrète'), 'phrase', PHRASE);
  await hand.tap(page.getByRole('button', { name: 'Créer mon carnet' }));
  await pickFirstDocument(page, hand);
  expect(hand.typed).toEqual(['phrase']);
  expect(hand.taps).toBeLessThanOrEqual(6);
});

test('ce qui est tapé dès la porte d’entrée reste quand l’adresse change', async ({ page }) => {
  await page.goto('/', { waitUntil: 'commit' });
  const phrase = page.getByLabel('Votre phrase secrète');
  await phrase.fill(PHRASE);
  await page.waitForURL('**/creer');
  await page.waitForLoadState('networkidle');
  await expect(phrase).toHaveValue(PHRASE);
  await page.getByRole('button', { name: 'Créer mon carnet' }).click();
  await page.waitForURL('**/accueil');
});

test('« plus tard » crée sans rien taper, et l’accueil le dit jusqu’à ce qu’il y ait une serrure', async ({
  page,
}) => {
  const hand = new Hand();
  await page.goto('/');
  await hand.tap(page.getByRole('button', { name: 'Plus tard' }));
  await pickFirstDocument(page, hand);
  expect(hand.typed).toEqual([]);
  expect(hand.taps).toBeLessThanOrEqual(6);
  await openFromMenu(page, 'Accueil');
  await expect(page.getByText('Cet appareil n’est pas protégé')).toBeVisible();
  await page.getByRole('link', { name: 'Choisir une phrase secrète' }).click();
  await photograph(page, '20-verrouillage-sans-serrure');
  await page.getByRole('button', { name: 'Ajouter une phrase secrète' }).click();
  await page.getByLabel('Votre phrase secrète').fill(PHRASE);
  await page.getByRole('button', { name: 'Enregistrer la phrase' }).click();
  await expect(page.getByText('La nouvelle phrase est en place.')).toBeVisible();
  await openFromMenu(page, 'Accueil');
  await expect(page.getByText('Cet appareil n’est pas protégé')).toBeHidden();
});

test('le kit est proposé après le premier document, et reste à l’accueil jusqu’à ce qu’il soit vérifié', async ({
  page,
}) => {
  await createNotebook(page, PHRASE);
  await expect(page.getByText('Et si vous perdiez cet appareil ?')).toBeHidden();
  await addReport(page);
  await expect(page.getByText('Et si vous perdiez cet appareil ?')).toBeVisible();
  await photograph(page, '21-kit-propose');
  await openKit(page);
  await photograph(page, '22-kit-pourquoi');
  const words = await revealWords(page);
  await photograph(page, '23-kit-mots');
  await page.getByText('Le même secret, en code à scanner').click();
  await expect(page.getByRole('img', { name: 'Code à scanner : les douze mots' })).toBeVisible();

  await test.step('la feuille imprimée porte les mots, l’adresse et le code', async () => {
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.emulateMedia({ media: 'print' });
    const paper = page.locator('article.paper');
    await expect(paper).toBeVisible();
    for (const word of words)
      await expect(paper.getByText(word, { exact: true }).first()).toBeVisible();
    await expect(paper.getByText(new URL(page.url()).origin)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Imprimer la feuille' })).toBeHidden();
    await page.pdf({ path: 'tests/.output/screens/24-kit-feuille.pdf', format: 'A4' });
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'Imprimer une feuille à remplir' }).click();
    await page.emulateMedia({ media: 'print' });
    for (const word of words) await expect(paper.getByText(word, { exact: true })).toHaveCount(0);
    await page.pdf({ path: 'tests/.output/screens/25-kit-feuille-vierge.pdf', format: 'A4' });
    await page.emulateMedia({ media: null });
  });

  await test.step('de mauvais mots ne vérifient rien, et n’effacent rien', async () => {
    await page.getByRole('button', { name: 'Je les ai sur papier' }).click();
    const boxes = page.getByRole('textbox', { name: /^Mot \d+$/ });
    await expect(boxes).toHaveCount(2);
    for (const box of await boxes.all()) await box.fill('abaisser');
    await page.getByRole('button', { name: 'Vérifier' }).click();
    await expect(page.getByText('Ce ne sont pas les bons mots.')).toBeVisible();
    await photograph(page, '26-kit-verifier');
    await page.getByRole('button', { name: 'Revoir mes mots' }).click();
  });

  await confirmWords(page, words);
  await photograph(page, '27-kit-verifie');
  await openFromMenu(page, 'Accueil');
  await expect(page.getByText('Ajouté récemment')).toBeVisible();
  await expect(page.getByText('Et si vous perdiez cet appareil ?')).toBeHidden();
  for (const word of words.filter(({ length }) => length > 6)) {
    expect(await page.locator('body').innerText()).not.toContain(word);
  }
});
