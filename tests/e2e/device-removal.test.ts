import { expect, test, type Page } from '@playwright/test';
import { createNotebook, expectSynced, navigate, openFromMenu } from './people.ts';
import { photograph } from './photograph.ts';
import { DESKTOP, addAllergy, codeGroups, joinByCode, newDevice } from './two-devices.ts';

async function openDevices(page: Page): Promise<void> {
  await openFromMenu(page, 'Réglages');
  await page.getByRole('link', { name: 'Appareils', exact: true }).click();
}

async function removeLost(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name: `Retirer « ${name} » ?` })).toBeVisible();
  await page.getByRole('button', { name: 'Retirer cet appareil' }).click();
  await expect(page.getByText(`« ${name} » ne recevra plus rien.`)).toBeVisible({
    timeout: 60_000,
  });
}

async function expectAllergies(page: Page, names: readonly string[]): Promise<void> {
  await navigate(page, 'Profil');
  await page.getByRole('link', { name: /^Allergies/ }).click();
  for (const name of names) {
    await expect(page.getByRole('link', { name, exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
  }
}

test('un appareil perdu est retiré ; il l’apprend, garde ce qu’il avait écrit sans réseau, et peut revenir', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const first = await newDevice(browser, DESKTOP);
  await createNotebook(first);
  await addAllergy(first, 'Latex');
  await expectSynced(first);
  const third = await joinByCode(browser, first, 'Téléphone de Camille');
  const second = await joinByCode(browser, first, 'Tablette');
  await expectSynced(second);

  await test.step('un nom se change', async () => {
    await openDevices(first);
    await photograph(first, '32-appareils');
    await first.getByRole('link', { name: 'Ordinateur Linux', exact: true }).click();
    await first.getByLabel('Le nom de cet appareil').fill('Ordinateur du salon');
    await first.getByRole('button', { name: 'Enregistrer ce nom' }).click();
    await expect(first.getByText('Nom enregistré')).toBeVisible();
    await photograph(first, '33-un-appareil');
  });

  await test.step('la tablette écrit sans réseau, et on la croit perdue', async () => {
    await second.context().setOffline(true);
    await addAllergy(second, 'Arachide');
    await openDevices(first);
    await first.getByRole('link', { name: 'J’ai perdu un appareil' }).click();
    await photograph(first, '34-perdu');
    await first.getByRole('link', { name: 'Tablette', exact: true }).click();
    await photograph(first, '35-retirer');
    await first.goBack();
    await removeLost(first, 'Tablette');
    await photograph(first, '36-retiree');
    await first.getByRole('link', { name: 'Voir mes appareils' }).click();
    await expect(
      first.getByRole('list', { name: 'Vos appareils' }).getByRole('listitem'),
    ).toHaveCount(2);
  });

  await test.step('les autres continuent sous de nouvelles clés', async () => {
    await addAllergy(first, 'Iode');
    await expectAllergies(third, ['Iode', 'Latex']);
    await addAllergy(third, 'Kiwi');
    await expectAllergies(first, ['Kiwi']);
  });

  await test.step('la tablette l’apprend, garde tout, et propose de revenir', async () => {
    await second.context().setOffline(false);
    await expect(second.getByText('Cet appareil a été retiré de votre carnet')).toBeVisible({
      timeout: 90_000,
    });
    await expectAllergies(second, ['Arachide', 'Latex']);
    await second.getByRole('link', { name: 'Que faire' }).click();
    await expect(second.getByText(/^1 élément n’est que sur cet appareil/)).toBeVisible();
    await photograph(second, '37-retire');
    await second.getByRole('link', { name: 'Faire une archive' }).click();
    const download = second.waitForEvent('download');
    await second
      .getByRole('button', { name: /archive/i })
      .first()
      .click();
    expect((await download).suggestedFilename()).toMatch(/\.carnet$/);
    await second.getByRole('link', { name: 'Que faire' }).click();
    await second.getByRole('link', { name: 'Relier de nouveau cet appareil' }).click();
    await expect(codeGroups(second)).toHaveCount(7);
    await photograph(second, '38-relier');
  });
});
