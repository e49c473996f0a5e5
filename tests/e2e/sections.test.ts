import { expect, test, type Page } from '@playwright/test';
import { createNotebook, navigate } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });
test.setTimeout(300_000);

const save = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Enregistrer', exact: true }).click();

async function openSection(page: Page, name: string, add?: string): Promise<void> {
  await navigate(page, 'Profil médical');
  await page.getByRole('main').getByRole('link', { name }).click();
  if (add !== undefined) await page.getByRole('link', { name: add }).click();
}

test('une personne relie un traitement à sa maladie, le corrige, le supprime et le retrouve', async ({
  page,
}) => {
  const main = page.getByRole('main');
  await createNotebook(page);

  await test.step('le profil, du plus important au reste', async () => {
    await navigate(page, 'Profil médical');
    await expect(main.getByRole('link').first()).toContainText('Allergies');
    await photograph(page, '60-profil');
  });

  await test.step('une maladie, puis son traitement, liés dans le formulaire', async () => {
    await openSection(page, 'Maladies', 'Ajouter une maladie');
    await page.getByLabel('Maladie ou sujet').fill('Hypertension artérielle');
    await save(page);
    await openSection(page, 'Traitements', 'Ajouter un traitement');
    await page.getByLabel('Médicament').fill('Amlodipine');
    await page.getByLabel(/^Dosage/).fill('5 mg');
    await page.getByText('Plus de détails').click();
    const links = page.getByRole('group', { name: /Maladies liées/ });
    await links.getByRole('button', { name: 'Choisir' }).click();
    await links.getByText('Hypertension').click();
    await photograph(page, '61-traitement');
    await save(page);
    await main.getByRole('link', { name: 'Amlodipine 5 mg' }).click();
    await expect(main.getByRole('link', { name: 'Hypertension artérielle' })).toBeVisible();
  });

  await test.step('une prise, en un toucher', async () => {
    await page.getByRole('button', { name: 'Pris maintenant' }).click();
    await expect(main.getByText('Pris · 5 mg')).toBeVisible();
  });

  await test.step('une correction garde ce qui était écrit', async () => {
    await page.getByRole('link', { name: 'Modifier' }).click();
    await page.getByLabel(/^Dosage/).fill('10 mg');
    await save(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Amlodipine 10 mg');
    await expect(main.getByText(/^Dosage\s: 5 mg$/)).toBeVisible();
    await photograph(page, '62-traitement-corrige');
  });

  await test.step('supprimé, puis revenu', async () => {
    await page.getByRole('button', { name: 'Supprimer', exact: true }).click();
    await expect(page.getByText('Rien encore')).toBeVisible();
    // The newest notice stands last.
    await page.getByRole('button', { name: 'Annuler' }).last().click();
    await expect(main.getByRole('link', { name: 'Amlodipine 10 mg' })).toBeVisible();
  });

  await test.step('un résultat d’un 29 février, comparé aux suivants', async () => {
    for (const [value, day, month, year] of [
      ['1,62', '29', '2', '2024'],
      ['1,05', '', '2', '2026'],
    ] as const) {
      await openSection(page, 'Résultats de biologie', 'Ajouter un résultat');
      await page.getByLabel('Analyse').fill('Cholestérol LDL');
      const quantity = page.getByRole('group', { name: /^Valeur/ });
      await quantity.getByLabel('Nombre').fill(value);
      await quantity.getByLabel('Unité').fill('g/L');
      const date = page.getByRole('group', { name: /prélèvement/ });
      await date.getByLabel('Année').fill(year);
      await date.getByLabel('Mois').fill(month);
      await date.getByLabel('Jour').fill(day);
      await save(page);
    }
    await main.getByRole('link', { name: 'Cholestérol LDL' }).first().click();
    await expect(main.getByRole('img', { name: /Cholestérol LDL/ })).toBeVisible();
    await expect(main.getByText('29 févr. 2024').first()).toBeVisible();
    await expect(main.getByText('février 2026')).toBeVisible();
    await photograph(page, '63-resultat');
  });

  await test.step('un lien de parenté, cherché sans accent', async () => {
    await openSection(page, 'Antécédents familiaux', 'Ajouter un antécédent');
    await page.getByLabel('Maladie', { exact: true }).fill('Infarctus');
    const kinship = page.getByRole('group', { name: /Chez qui/ });
    await kinship.getByRole('button', { name: 'Choisir' }).click();
    await kinship.getByRole('searchbox').fill('grand-mere mat');
    await kinship.getByText('Grand-mère maternelle', { exact: true }).click();
    await save(page);
    await expect(main.getByText('Grand-mère maternelle')).toBeVisible();
  });
});
