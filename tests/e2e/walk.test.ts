import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { largePdf } from '../fixtures/large-pdf.ts';
import {
  becomePractitioner,
  chooseFiles,
  createNotebook,
  documentRow,
  expectSynced,
  navigate,
  openFromMenu,
  receivePatient,
  scanImage,
  wordsOn,
} from './people.ts';
import { photograph } from './photograph.ts';

const MIB = 2 ** 20;
/** The style that playwright puts in a page to photograph it: Firefox tells that it was refused. */
const PHOTOGRAPHER = 'sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=';
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/files/${name}`, import.meta.url));

/** What the sandboxed frame shows of a PDF, as text. */
const readerText = (page: Page, title: string) =>
  page.frameLocator(`iframe[title="Contenu de ${title}"]`).locator('body');

test('une personne montre un dossier choisi à un soignant, et referme', async ({ browser }) => {
  const holder = await (
    await browser.newContext({ viewport: { width: 390, height: 844 } })
  ).newPage();
  const doctor = await (
    await browser.newContext({ viewport: { width: 1280, height: 800 } })
  ).newPage();
  const violations: string[] = [];
  for (const page of [holder, doctor]) {
    page.on('pageerror', ({ message }) => {
      if (!message.includes(PHOTOGRAPHER)) violations.push(message);
    });
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
        violations.push(message.text());
      }
    });
  }

  await test.step('créer un carnet, sans compte', async () => {
    await holder.goto('/');
    await holder.getByLabel('Votre phrase secrète').fill('tulipe marteau');
    await photograph(holder, '01-creer');
    await createNotebook(holder, 'tulipe marteau nuage vélo');
    await photograph(holder, '02-accueil-vide');
  });

  await test.step('ajouter un vrai PDF, un vrai JPEG et un fichier de 20 Mio', async () => {
    await navigate(holder, 'Documents');
    const large = largePdf(20 * MIB, 'Un fichier de vingt mebioctets');
    await chooseFiles(holder, 'Choisir des fichiers', [
      {
        name: 'bilan-lipidique.pdf',
        mimeType: 'application/pdf',
        buffer: await readFile(fixture('bilan-lipidique.pdf')),
      },
      {
        name: 'compte-rendu.jpg',
        mimeType: 'image/jpeg',
        buffer: await readFile(fixture('compte-rendu.jpg')),
      },
      { name: 'scanner.pdf', mimeType: 'application/pdf', buffer: large },
    ]);
    for (const title of ['Bilan lipidique', 'Compte rendu', 'Scanner']) {
      await expect(documentRow(holder, title)).toBeVisible({ timeout: 60_000 });
    }
    await expectSynced(holder, 100_000);
    await photograph(holder, '03-documents');
  });

  await test.step('un fichier vide est refusé sans rien changer', async () => {
    await holder.getByRole('button', { name: 'Ajouter' }).click();
    await chooseFiles(holder, 'Choisir des fichiers', [
      { name: 'vide.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    ]);
    await expect(holder.getByText('Ce fichier est vide.')).toBeVisible();
    await photograph(holder, '04-fichier-refuse');
    await holder.getByRole('button', { name: 'Retirer de la liste' }).click();
    await expect(holder.getByText('Ce fichier est vide.')).toBeHidden();
  });

  await test.step('dire qui l’on est, une allergie, un traitement, deux mesures', async () => {
    await navigate(holder, 'Profil médical');
    await holder.getByRole('link', { name: 'Identité' }).click();
    await holder.getByLabel(/^Prénom utilisé/).fill('Camille');
    await holder.getByLabel(/^Nom utilisé/).fill('Durand');
    const birth = holder.getByRole('group', { name: /Date de naissance/ });
    await birth.getByLabel('Jour').fill('3');
    await birth.getByLabel('Mois').fill('3');
    await birth.getByLabel('Année').fill('1980');
    await holder.getByRole('button', { name: 'Enregistrer' }).click();
    await holder.getByRole('link', { name: 'Allergies et intolérances' }).click();
    await holder.getByRole('link', { name: 'Ajouter une allergie' }).click();
    await holder.getByLabel('Substance').fill('Pénicilline');
    await holder.getByLabel(/^Réaction/).fill('choc anaphylactique');
    await holder.getByText('Grave', { exact: true }).click();
    await photograph(holder, '05-allergie');
    await holder.getByRole('button', { name: 'Enregistrer' }).click();
    await holder.getByRole('link', { name: 'Profil médical' }).first().click();
    await holder.getByRole('link', { name: 'Traitements' }).click();
    await holder.getByRole('link', { name: 'Ajouter un traitement' }).click();
    await holder.getByLabel('Médicament').fill('Amlodipine');
    await holder.getByLabel(/^Dosage/).fill('5 mg');
    await holder.getByLabel(/^Prise/).fill('1 le matin');
    await holder.getByRole('button', { name: 'Enregistrer' }).click();
    await navigate(holder, 'Mesures');
    for (const [high, low] of [
      ['142', '92'],
      ['135', '85'],
    ] as const) {
      await holder.getByRole('link', { name: /^Ajouter/ }).click();
      await holder.getByLabel(/systolique/).fill(high);
      await holder.getByLabel(/diastolique/).fill(low);
      await holder.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(holder.getByText(`${high}/${low}`).first()).toBeVisible();
    }
    await photograph(holder, '06-tension');
    await openFromMenu(holder, 'Accueil');
    await expect(holder.getByText('Allergie grave : Pénicilline')).toBeVisible();
    await photograph(holder, '07-accueil');
  });

  await test.step('cacher un document', async () => {
    await navigate(holder, 'Documents');
    await documentRow(holder, 'Compte rendu').click();
    await expect(holder.getByText('1 page', { exact: true })).toBeVisible();
    await holder.getByRole('button', { name: 'Cacher' }).click();
    await expect(holder.getByText('aucune fenêtre ne le montre').first()).toBeVisible();
    await photograph(holder, '08-document-cache');
  });

  const picture = await test.step('le soignant affiche son code', async () => {
    await createNotebook(doctor);
    await becomePractitioner(doctor, {
      name: 'Dr Nadia Martin',
      profession: 'Cardiologue',
      place: 'Nantes',
    });
    const code = await receivePatient(doctor);
    await photograph(doctor, '09-recevoir');
    return code;
  });

  await test.step('scanner le code, choisir, voir exactement ce qui sera vu', async () => {
    await scanImage(holder, picture);
    await expect(holder.getByText('Dr Nadia Martin')).toBeVisible();
    await expect(holder.getByText('Identité déclarée par cette personne')).toBeVisible();
    await photograph(holder, '10-choisir');
    await holder.getByRole('button', { name: 'Voir ce que cette personne verra' }).click();
    await expect(holder.getByRole('heading', { name: 'Camille Durand' })).toBeVisible();
    await expect(holder.getByText('Bilan lipidique')).toBeVisible();
    await expect(holder.getByText('Compte rendu', { exact: true })).toBeHidden();
    await photograph(holder, '11-apercu');
  });

  await test.step('ouvrir, puis comparer les quatre mots', async () => {
    await holder.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
    await expect(holder.getByText('Son écran montre-t-il ces quatre mots ?')).toBeVisible();
    await expect(doctor.getByRole('link', { name: 'Ouvrir le dossier' })).toBeVisible();
    const words = await wordsOn(holder);
    expect(words).toHaveLength(4);
    expect(await wordsOn(doctor)).toEqual(words);
    await photograph(holder, '12-mots');
    await holder.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect(holder.getByRole('heading', { level: 1, name: 'Fenêtre ouverte' })).toBeVisible();
    await photograph(holder, '13-fenetre');
  });

  await test.step('le soignant lit le résumé et ouvre le document', async () => {
    await doctor.getByRole('link', { name: 'Ouvrir le dossier' }).click();
    await expect(doctor.getByRole('heading', { level: 1, name: 'Camille Durand' })).toBeVisible();
    await expect(doctor.getByText('Allergie grave : Pénicilline')).toBeVisible();
    await expect(doctor.getByText('135/85 mmHg')).toBeVisible();
    await photograph(doctor, '14-patient');
    await documentRow(doctor, 'Bilan lipidique').click();
    await expect(readerText(doctor, 'Bilan lipidique')).toContainText('LDL-cholestérol');
    await photograph(doctor, '15-document-lu');
    await doctor.goBack();
  });

  await test.step('le document caché reste inconnu du soignant', async () => {
    await expect(documentRow(doctor, 'Scanner')).toBeVisible();
    await expect(doctor.getByText('Compte rendu', { exact: true })).toHaveCount(0);
    await expect(doctor.getByText(/caché/i)).toHaveCount(0);
  });

  await test.step('fermer : plus rien de nouveau ne lui parvient', async () => {
    await holder.getByRole('button', { name: 'Fermer maintenant' }).click();
    await holder.getByRole('button', { name: 'Fermer la fenêtre' }).click();
    await expect(holder.getByRole('heading', { level: 1, name: 'Fenêtre fermée' })).toBeVisible();
    await expect(doctor.getByText('Cette fenêtre est fermée.')).toBeVisible();
    await expect(doctor.getByText('Pénicilline')).toHaveCount(0);
    await photograph(doctor, '16-fenetre-fermee');
    await navigate(holder, 'Documents');
    await documentRow(holder, 'Bilan lipidique').click();
    await holder.getByRole('button', { name: 'Modifier' }).click();
    await holder.getByLabel('Titre').fill('Bilan écrit après la fermeture');
    await holder.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(
      holder.getByRole('heading', { name: 'Bilan écrit après la fermeture' }),
    ).toBeVisible();
    await expectSynced(holder);
    await doctor.reload();
    await doctor.getByRole('button', { name: 'Ouvrir le carnet' }).click();
    await expect(doctor.getByText('Cette fenêtre est fermée.')).toBeVisible();
    await expect(doctor.getByText('Bilan écrit après la fermeture')).toHaveCount(0);
  });

  await test.step('le carnet se referme à clé et ne dit plus rien', async () => {
    await openFromMenu(holder, 'Réglages');
    await photograph(holder, '17-reglages');
    await holder.getByRole('button', { name: 'Verrouiller maintenant' }).click();
    await expect(holder.getByText('Carnet est fermé à clé.')).toBeVisible();
    await expect(holder).toHaveTitle('Carnet');
    await expect(holder.getByText('Camille')).toHaveCount(0);
    await holder.getByLabel('Votre phrase secrète').fill('une autre phrase');
    await holder.getByRole('button', { name: 'Ouvrir' }).click();
    await expect(holder.getByText('Cette phrase n’ouvre pas le dossier.')).toBeVisible();
    await photograph(holder, '18-verrouille');
    await holder.getByLabel('Votre phrase secrète').fill('tulipe marteau nuage vélo');
    await holder.getByRole('button', { name: 'Ouvrir' }).click();
    await expect(holder.getByRole('heading', { level: 1, name: 'Réglages' })).toBeVisible();
  });

  expect(violations).toEqual([]);
});
