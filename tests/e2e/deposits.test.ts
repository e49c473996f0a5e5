import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
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
} from './people.ts';
import { photograph } from './photograph.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/files/${name}`, import.meta.url));

/** The practitioner signs and deposits a PDF. */
async function depositPdf(doctor: Page, title: string): Promise<void> {
  await chooseFiles(doctor, 'Choisir un fichier', [
    {
      name: 'bilan-lipidique.pdf',
      mimeType: 'application/pdf',
      buffer: await readFile(fixture('bilan-lipidique.pdf')),
    },
  ]);
  await doctor.getByLabel('Titre').fill(title);
  await doctor.getByRole('button', { name: 'Signer et déposer' }).click();
  await expect(doctor.getByText(`« ${title} » est signé et part.`)).toBeVisible();
}

async function depositNote(doctor: Page, title: string, text: string): Promise<void> {
  await doctor.getByRole('button', { name: 'Écrire une note' }).click();
  await doctor.getByLabel('Titre').fill(title);
  await doctor.getByLabel('Note', { exact: true }).fill(text);
  await doctor.getByRole('button', { name: 'Signer et déposer' }).click();
  await expect(doctor.getByText(`« ${title} » est signé et part.`)).toBeVisible();
}

const VERIFIED = /^Déposé et signé par Dr Nadia Martin .*, vérifié\.$/;

test('un soignant dépose ; la personne accepte, puis toujours ; une correction se lit à côté de l’ancien', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const phone = { viewport: { width: 390, height: 844 } };
  const holder = await (await browser.newContext(phone)).newPage();
  const desk = { viewport: { width: 1280, height: 800 } };
  const doctor = await (await browser.newContext(desk)).newPage();

  await test.step('une fenêtre ouverte', async () => {
    await createNotebook(holder);
    await createNotebook(doctor);
    await becomePractitioner(doctor, {
      name: 'Dr Nadia Martin',
      profession: 'Cardiologue',
      place: 'Nantes',
    });
    const picture = await receivePatient(doctor);
    await scanImage(holder, picture);
    await holder.getByRole('button', { name: 'Voir ce que cette personne verra' }).click();
    await holder.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
    await holder.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await doctor.getByRole('link', { name: 'Ouvrir le dossier' }).click();
  });

  await test.step('un PDF et une note, signés', async () => {
    await doctor.getByRole('button', { name: 'Déposer un document' }).click();
    await depositPdf(doctor, 'Échographie');
    await depositNote(doctor, 'Après la visite', 'Repos <b>une semaine</b>.');
    await expect(doctor.getByText(/déposé/)).toHaveCount(3);
    await photograph(doctor, '60-deposer');
  });

  await test.step('la personne regarde et accepte l’un', async () => {
    await openFromMenu(holder, 'Accueil');
    await holder.getByRole('link', { name: '2 documents à accepter' }).click();
    await expect(holder.getByText('Repos <b>une semaine</b>.')).toBeVisible();
    const pdf = holder.getByRole('article', { name: 'Échographie' });
    await pdf.getByRole('button', { name: 'Voir' }).click();
    const body = holder.frameLocator('iframe[title="Contenu de Échographie"]').locator('body');
    await expect(body).toContainText('LDL-cholestérol');
    await photograph(holder, '61-a-accepter');
    await pdf.getByRole('button', { name: 'Accepter' }).click();
    await expect(holder.getByText('« Échographie » est dans vos documents.')).toBeVisible();
    await expect(pdf).toHaveCount(0);
  });

  await test.step('puis toujours', async () => {
    await holder.getByRole('switch', { name: /^Toujours accepter/ }).click();
    await expect(holder.getByRole('article')).toHaveCount(0);
    await navigate(holder, 'Documents');
    await documentRow(holder, 'Après la visite').click();
    await expect(holder.getByText(VERIFIED)).toBeVisible();
  });

  await test.step('une correction, à côté de l’ancien', async () => {
    await doctor.getByRole('button', { name: 'Corriger Échographie' }).click();
    await depositPdf(doctor, 'Échographie relue');
    await navigate(holder, 'Documents');
    await documentRow(holder, 'Échographie relue').click();
    await expect(holder.getByText(VERIFIED)).toBeVisible();
    await holder.getByRole('link', { name: 'Échographie', exact: true }).click();
    await expect(holder.getByText('Ce document a été corrigé :')).toBeVisible();
    await photograph(holder, '62-corrige');
    await expectSynced(holder);
  });
});
