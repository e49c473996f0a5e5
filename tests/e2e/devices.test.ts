import { expect, test, type Page } from '@playwright/test';
import { chooseFiles, createNotebook, expectSynced, navigate } from './people.ts';
import { photograph } from './photograph.ts';
import {
  DESKTOP,
  PHONE,
  addAllergy,
  codeGroups,
  expectSameWords,
  faultsOf,
  newDevice,
  openAddDevice,
  readCode,
  showCode,
  typeCode,
} from './two-devices.ts';

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
