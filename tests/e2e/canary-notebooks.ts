import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { isRpps } from '#record/identifiers.ts';
import type { Section } from '#record/section.ts';
import { allergies } from '#record/sections/allergies.ts';
import { careTeam } from '#record/sections/care-team.ts';
import { conditions } from '#record/sections/conditions.ts';
import { documents } from '#record/sections/documents.ts';
import { identity } from '#record/sections/identity.ts';
import { treatments } from '#record/sections/treatments.ts';
import { largePdf } from '../fixtures/large-pdf.ts';
import { dumpBrowser } from './browser-dump.ts';
import { CANARY_LENGTH } from './canaries.ts';
import { fillForm } from './fill-forms.ts';
import { chooseFiles, documentRow, navigate, openFromMenu, scanImage, wordsOn } from './people.ts';

const JPEG = fileURLToPath(new URL('../fixtures/files/compte-rendu.jpg', import.meta.url));
export const PDF_BYTES = 300_000;

const PROFILE = [
  { section: allergies, name: 'Allergies et intolérances', add: 'Ajouter une allergie' },
  { section: treatments, name: 'Traitements', add: 'Ajouter un traitement' },
  { section: conditions, name: 'Maladies et sujets de santé', add: 'Ajouter une maladie' },
  { section: careTeam, name: 'Mes professionnels', add: 'Ajouter un professionnel' },
  { section: identity, name: 'Identité', add: undefined },
] as const;

/** A number that a professional could have: it is refused otherwise. */
export function possibleRpps(): string {
  const digits = Array.from({ length: 10 }, () => Math.floor(Math.random() * 10)).join('');
  const whole = Array.from({ length: 10 }, (_, last) => `${digits}${String(last)}`).find(isRpps);
  return whole ?? possibleRpps();
}

/** Every text field that the section declares, but the one that holds an id of the app's. */
function textFieldsOf(section: Section): { texts: number; short: number } {
  const fields = Object.entries(section.fields).flatMap(([name, field]) => {
    const text = field.kind === 'list' ? field.of : field;
    return ['text', 'longText'].includes(text.kind) && name !== 'channel' ? [text] : [];
  });
  const short = fields.filter(
    (field) => field.kind === 'text' && (field.maxLength ?? Infinity) < CANARY_LENGTH,
  );
  return { texts: fields.length, short: short.length };
}

/** Fills the form in sight with everything that its section can hold. */
async function fillSection(page: Page, section: Section, canary: string): Promise<void> {
  expect(await fillForm(page.locator('form'), canary)).toEqual(textFieldsOf(section));
}

async function openForm(page: Page, name: string, add: string | undefined): Promise<void> {
  await navigate(page, 'Profil médical');
  await page.getByRole('main').getByRole('link', { name }).click();
  if (add !== undefined) await page.getByRole('link', { name: add }).click();
}

const save = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Enregistrer', exact: true }).click();

export async function fillProfile(page: Page, canary: string): Promise<void> {
  for (const { section, name, add } of PROFILE) {
    await openForm(page, name, add);
    await fillSection(page, section, canary);
    await save(page);
    await expect(page.getByText('Enregistré.')).toBeVisible();
  }
}

export async function fillMeasure(page: Page, canary: string): Promise<void> {
  await navigate(page, 'Mesures');
  await page.getByRole('link', { name: /^Ajouter/ }).click();
  await page.getByLabel(/systolique/).fill('142');
  await page.getByLabel(/diastolique/).fill('92');
  await page.getByLabel(/^Circonstances/).fill(`${canary} au repos`);
  await save(page);
  await expect(page.getByText('142/92').first()).toBeVisible();
}

/** A PDF and a picture with a canary in name and body; then every field of the PDF's entry. */
export async function fillDocuments(page: Page, canary: string): Promise<void> {
  await navigate(page, 'Documents');
  await chooseFiles(page, 'Choisir des fichiers', [
    {
      name: `${canary}é-bilan.pdf`,
      mimeType: 'application/pdf',
      buffer: largePdf(PDF_BYTES, `${canary} dans le corps`),
    },
    { name: `${canary}-photo.jpg`, mimeType: 'image/jpeg', buffer: commentedJpeg(canary) },
  ]);
  const pdf = page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`${canary}.*bilan`, 'i') });
  await expect(pdf).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(`${canary}.*photo`, 'i') })).toBeVisible();
  await pdf.click();
  await page.getByRole('button', { name: 'Modifier' }).click();
  await fillSection(page, documents, canary);
  await save(page);
  await expect(page.getByRole('heading', { level: 1, name: `${canary}é0` })).toBeVisible();
}

/** A picture with a comment, as cameras and scanners leave some. */
function commentedJpeg(comment: string): Buffer {
  const picture = readFileSync(JPEG);
  const header = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([picture.subarray(0, 2), header, Buffer.from(comment), picture.subarray(2)]);
}

/** A form that is left before it is saved: the app keeps what was typed, and has done so. */
export async function leaveHalfFilled(page: Page, canary: string): Promise<void> {
  await openForm(page, 'Traitements', 'Ajouter');
  await fillSection(page, treatments, canary);
  const isKept = async (): Promise<boolean> =>
    (await dumpBrowser(page)).some(({ bytes }) => bytes.toString().startsWith('draft/'));
  await expect.poll(isKept).toBe(true);
}

export async function fillProfessional(page: Page, canary: string, rpps: string): Promise<void> {
  await openFromMenu(page, 'Réglages');
  expect(await fillForm(page.locator('form'), canary)).toEqual({ texts: 5, short: 0 });
  await page.getByLabel(/RPPS/).fill(rpps);
  await save(page);
  await page.getByRole('link', { name: 'Aller à l’espace soignant' }).click();
}

/** Opens a window on everything; the practitioner reads the record and a document of it. */
export async function show(
  holder: Page,
  doctor: Page,
  picture: Buffer,
  canary: string,
): Promise<void> {
  await scanImage(holder, picture);
  await holder.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
  await expect(doctor.getByRole('link', { name: 'Ouvrir le dossier' })).toBeVisible();
  expect(await wordsOn(holder)).toEqual(await wordsOn(doctor));
  await holder.getByRole('button', { name: 'Ce sont les mêmes' }).click();
  await doctor.getByRole('link', { name: 'Ouvrir le dossier' }).click();
  await expect(doctor.getByText(`Allergies : ${canary}`).first()).toBeVisible();
  await documentRow(doctor, `${canary}é0`).click();
  const reader = doctor.frameLocator('iframe[title^="Contenu de"]').locator('body');
  await expect(reader).toContainText(`${canary} dans le corps`);
}

/** Locks a notebook while its own words are on the screen, from the settings' page. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Verrouiller maintenant' }).click();
  await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
}
