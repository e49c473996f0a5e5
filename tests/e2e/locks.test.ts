import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { addReport, lockNow, PHRASE, tryPhrase, unlock } from './keeping-safe.ts';
import { createNotebook, documentRow, navigate, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });

/** A device with its own authenticator, which asks its holder nothing under test. */
async function withAuthenticator(page: Page, hasPrf: boolean): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return session;
}

const minutes = (count: number): number => count * 60_000;

test('verrouiller vide la page, et la phrase la rouvre où elle en était', async ({ page }) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await navigate(page, 'Documents');
  await documentRow(page, 'Compte rendu').click();
  await page.waitForURL(/\/documents\/[0-9a-f]{32}$/);
  const address = page.url();
  const vault = page.workers().find((worker) => worker.url().includes('vault-worker'));
  if (!vault) throw new Error('the vault stands in a worker');
  const ended = vault.waitForEvent('close');
  await lockNow(page);
  // Whatever it held in memory went with it.
  await ended;
  await expect(page).toHaveTitle('Carnet');
  expect(await page.locator('body').innerText()).not.toContain('Compte rendu');
  await page.goto(address);
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
  await expect(page).toHaveTitle('Carnet');
  await tryPhrase(page, 'une autre phrase');
  await expect(page.getByText(/^Cette phrase n’ouvre pas/)).toBeVisible();
  await photograph(page, '30-deverrouiller');
  await unlock(page);
  await expect(page.getByRole('heading', { name: 'Compte rendu' })).toBeVisible();
  expect(page.url()).toBe(address);
});

test('un formulaire à demi rempli survit au verrouillage et au rechargement', async ({ page }) => {
  await createNotebook(page, PHRASE);
  await navigate(page, 'Mesures');
  await page
    .getByRole('link', { name: /^Ajouter/ })
    .first()
    .click();
  await page.getByLabel(/systolique/).fill('142');
  await lockNow(page);
  await unlock(page);
  await navigate(page, 'Mesures');
  await page
    .getByRole('link', { name: /^Ajouter/ })
    .first()
    .click();
  await expect(page.getByLabel(/systolique/)).toHaveValue('142');
  await page.reload();
  await unlock(page);
  await expect(page.getByLabel(/systolique/)).toHaveValue('142');
});

test('se verrouille seul après quinze minutes sans un geste, ou cinq hors de l’écran', async ({
  page,
}) => {
  await page.clock.install();
  await createNotebook(page, PHRASE);
  await page.clock.runFor(minutes(14));
  await page.mouse.click(300, 400);
  await page.clock.runFor(minutes(14));
  await expect(page.getByText('Carnet est fermé à clé.')).toBeHidden();
  await page.clock.runFor(minutes(1.1));
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
  await unlock(page);
  const hide = (isHidden: boolean): Promise<void> =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await hide(true);
  await page.clock.runFor(minutes(4.9));
  await hide(false);
  await expect(page.getByText('Carnet est fermé à clé.')).toBeHidden();
  await hide(true);
  await page.clock.runFor(minutes(5.1));
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
});

test('une clé d’accès ferme le carnet d’une touche, et l’ouvre', async ({ page }) => {
  await withAuthenticator(page, true);
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Utiliser une clé d’accès' })).toBeVisible();
  await photograph(page, '31-creer-cle-d-acces');
  await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
  await page.waitForURL('**/accueil');
  await lockNow(page);
  await photograph(page, '32-deverrouiller-cle-d-acces');
  await expect(page.getByLabel(/phrase/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Ouvrir avec une clé d’accès' }).click();
  await expect(page.getByText('Carnet est fermé à clé.')).toBeHidden();

  await test.step('une phrase s’ajoute ; l’une puis l’autre ouvrent', async () => {
    await openFromMenu(page, 'Réglages');
    await page.getByRole('link', { name: 'Verrouillage' }).click();
    await page.getByRole('button', { name: 'Ajouter une phrase secrète' }).click();
    await page.getByLabel('Votre phrase secrète').fill(PHRASE);
    await page.getByRole('button', { name: 'Enregistrer la phrase' }).click();
    await expect(page.getByText('La nouvelle phrase est en place.')).toBeVisible();
    await photograph(page, '33-verrouillage');
    await lockNow(page);
    await page.getByLabel('Ou avec votre phrase').fill(PHRASE);
    await page.getByRole('button', { name: 'Ouvrir', exact: true }).click();
    await expect(page.getByText('Carnet est fermé à clé.')).toBeHidden();
  });

  await test.step('la dernière serrure ne part pas sans un avertissement', async () => {
    await openFromMenu(page, 'Réglages');
    await page.getByRole('link', { name: 'Verrouillage' }).click();
    await page.getByRole('button', { name: /^Retirer : Ordinateur/ }).click();
    await expect(page.getByText('C’est retiré.')).toBeVisible();
    await page.getByRole('button', { name: 'Retirer : Phrase secrète' }).click();
    await expect(page.getByText('Laisser cet appareil sans protection ?')).toBeVisible();
    await photograph(page, '34-derniere-serrure');
    await page.getByRole('button', { name: 'La garder' }).click();
    await page.getByRole('button', { name: 'Retirer : Phrase secrète' }).click();
    await page.getByRole('button', { name: 'Retirer quand même' }).click();
    await expect(page.getByText('Cet appareil n’est pas protégé')).toBeVisible();
  });
});

test('« j’ai été vu » : la nouvelle serrure ouvre, l’ancienne n’ouvre plus rien', async ({
  page,
}) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: 'Verrouillage' }).click();
  await page.getByRole('button', { name: 'Changer la serrure' }).click();
  await page.getByLabel('Votre phrase secrète').fill('personne ne l’a vue');
  await photograph(page, '35-jai-ete-vu');
  await page.getByRole('button', { name: 'Changer la serrure' }).click();
  await expect(page.getByText('La serrure est changée.')).toBeVisible();
  await lockNow(page);
  await tryPhrase(page, PHRASE);
  await expect(page.getByText(/^Cette phrase n’ouvre pas/)).toBeVisible();
  await unlock(page, 'personne ne l’a vue');
  await navigate(page, 'Documents');
  await expect(documentRow(page, 'Compte rendu')).toBeVisible();
});

test('une clé d’accès qui ne garde pas de secret mène à la phrase, sans rien créer', async ({
  page,
}) => {
  await withAuthenticator(page, false);
  await page.goto('/');
  await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
  await expect(page.getByText(/ne sait pas garder de secret/)).toBeVisible();
  await photograph(page, '36-cle-sans-secret');
  await page.getByLabel('Votre phrase secrète').fill(PHRASE);
  await page.getByRole('button', { name: 'Créer mon carnet' }).click();
  await page.waitForURL('**/accueil');
});
