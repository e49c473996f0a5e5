import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { addReport, confirmWords, openKit, PHRASE, revealWords } from './keeping-safe.ts';
import { chooseFiles, createNotebook, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';

test.use({ viewport: { width: 390, height: 844 } });

test('un appareil ne s’efface qu’avec le kit et une archive relue, et il n’y reste rien', async ({
  page,
}) => {
  await createNotebook(page, PHRASE);
  await addReport(page);
  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: /^Effacer Carnet/ }).click();
  const erase = page.getByRole('button', { name: 'Effacer cet appareil' });
  await expect(page.getByText('Préparez d’abord votre kit de secours.')).toBeVisible();
  await expect(erase).toBeHidden();
  await openKit(page);
  const words = await revealWords(page);
  await confirmWords(page, words);

  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: /^Effacer Carnet/ }).click();
  await expect(page.getByText('Faites d’abord une archive, et relisez-la ici.')).toBeVisible();
  await expect(erase).toBeHidden();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Faire une archive' }).click();
  const saved = await download;
  const buffer = await readFile(await saved.path());
  const archive = { name: saved.suggestedFilename(), mimeType: '', buffer };
  await chooseFiles(page, 'Choisir un fichier', [archive]);
  await expect(page.getByText(/^Une archive entière vient d’être relue/)).toBeVisible();
  await page.getByRole('checkbox', { name: /^J’ai mes douze mots/ }).check();
  await photograph(page, '49-effacer');
  await erase.click();

  await page.waitForURL('**/creer');
  await expect(page.getByRole('heading', { name: /^Votre santé/ })).toBeVisible();
  const rows = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const sizes = await Promise.all(
      names.map(
        (name) =>
          new Promise<number>((resolve, reject) => {
            const opening = indexedDB.open(name);
            opening.onerror = () => {
              reject(opening.error ?? new Error('not opened'));
            };
            opening.onsuccess = () => {
              const { result } = opening;
              const tables = [...result.objectStoreNames];
              if (tables.length === 0) {
                resolve(0);
                return;
              }
              const reading = result.transaction(tables);
              let count = 0;
              for (const table of tables) {
                const counting = reading.objectStore(table).count();
                counting.onsuccess = () => (count += counting.result);
              }
              reading.oncomplete = () => {
                result.close();
                resolve(count);
              };
            };
          }),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  });
  expect(rows).toBe(0);
});
