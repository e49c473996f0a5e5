import { expect, test } from '@playwright/test';
import { addReport, PHRASE, readyOffline, unlock } from './keeping-safe.ts';
import { createNotebook, documentRow, expectSynced, navigate, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });

test('hors ligne après la première visite : lire, écrire, et tout envoyer au retour', async ({
  page,
  context,
}) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await expectSynced(page);
  await readyOffline(page);
  await context.setOffline(true);
  await page.reload();
  await unlock(page);
  await navigate(page, 'Documents');
  await documentRow(page, 'Compte rendu').click();
  await expect(page.getByText('1 page', { exact: true })).toBeVisible();
  await navigate(page, 'Mesures');
  await page
    .getByRole('link', { name: /^Ajouter/ })
    .first()
    .click();
  await page.getByLabel(/systolique/).fill('128');
  await page.getByLabel(/diastolique/).fill('81');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('128/81').first()).toBeVisible();
  await expect(
    page.getByRole('button', { name: /^(Enregistré|Stockage temporaire) : où/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: /: où en est ce dossier$/ }).click();
  await expect(page.getByText('Un envoi attend le relais.')).toBeVisible();
  await photograph(page, '50-hors-ligne');
  await page.keyboard.press('Escape');
  await page.reload();
  await unlock(page);
  await expect(page.getByText('128/81').first()).toBeVisible();
  await context.setOffline(false);
  await expectSynced(page);
});

test('un seul onglet tient le carnet ; l’autre offre de l’utiliser là', async ({
  page,
  context,
}) => {
  await createNotebook(page, PHRASE);
  const other = await context.newPage();
  await other.goto('/accueil');
  await expect(other.getByText('Carnet est ouvert dans un autre onglet.')).toBeVisible();
  await photograph(other, '51-autre-onglet');
  await other.getByRole('button', { name: 'Utiliser ici' }).click();
  await unlock(other);
  await expect(page.getByText('Carnet est ouvert dans un autre onglet.')).toBeVisible();
  await expect(page.getByText('Votre carnet est prêt.')).toBeHidden();
  await other.close();
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
});

test('ce qui est supprimé attend dans la corbeille, et en revient', async ({ page }) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await documentRow(page, 'Compte rendu').click();
  await page.getByRole('button', { name: 'Supprimer' }).click();
  await page.getByRole('button', { name: 'Annuler', exact: true }).click();
  await expect(documentRow(page, 'Compte rendu')).toBeVisible();
  await documentRow(page, 'Compte rendu').click();
  await page.getByRole('button', { name: 'Supprimer' }).click();
  await expect(documentRow(page, 'Compte rendu')).toBeHidden();
  await openFromMenu(page, 'Corbeille');
  await photograph(page, '52-corbeille');
  await page.getByRole('button', { name: 'Remettre : Compte rendu' }).click();
  await expect(page.getByText('La corbeille est vide.')).toBeVisible();
  await photograph(page, '53-corbeille-vide');
  await navigate(page, 'Documents');
  await expect(documentRow(page, 'Compte rendu')).toBeVisible();
  await openFromMenu(page, 'Journal d’activité');
  await photograph(page, '54-journal');
  await openFromMenu(page, 'Réglages');
  await photograph(page, '55-reglages');
});
