import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContextOptions, type CDPSession } from '@playwright/test';
import { DAY_MS } from '#base/time.ts';
import { faultsOf } from './faults.ts';
import { OwnServer, freePort } from './own-server.ts';
import {
  becomePractitioner,
  createNotebook,
  documentRow,
  expectSynced,
  navigate,
  openFromMenu,
  receivePatient,
  scanImage,
  wordsOn,
} from './people.ts';
import { ask, run } from './page-vault.ts';
import { photograph } from './photograph.ts';
import {
  DESKTOP,
  PHONE,
  add,
  fillRecord,
  newPage,
  openWindowUntil,
  recordOf,
} from './practice-people.ts';

/** A context in the machine's own zone, which a session of the test can then change. */
const movable = { timezoneId: undefined } as unknown as BrowserContextOptions;

/** To where it is yesterday, or tomorrow already: a day is the one of the device's zone. */
async function moveToAnotherDay(session: CDPSession): Promise<void> {
  const days = ['UTC', 'Pacific/Pago_Pago', 'Pacific/Kiritimati'].map((timeZone) =>
    new Intl.DateTimeFormat('en-CA', { timeZone }).format(),
  );
  const timezoneId = days[0] === days[1] ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago';
  await session.send('Emulation.setTimezoneOverride', { timezoneId });
}

const nadia = { name: 'Dr Nadia Martin', profession: 'Cardiologue', place: 'Nantes' };

test('la journée d’un soignant : recevoir, lire en un écran, retrouver, ne rien laisser dans l’historique', async ({
  browser,
}) => {
  const holder = await newPage(browser, PHONE);
  const doctor = await newPage(browser, DESKTOP, movable);
  const titles = new Set<string>();
  doctor.on('framenavigated', () => void doctor.title().then((title) => titles.add(title)));

  await test.step('la personne remplit son carnet, le soignant dit qui il est', async () => {
    await createNotebook(holder);
    await fillRecord(holder);
    await expectSynced(holder);
    await createNotebook(doctor);
    await becomePractitioner(doctor, nadia);
  });

  await test.step('la personne choisit un modèle, une durée, et voit ce qui sera vu', async () => {
    const picture = await receivePatient(doctor);
    await scanImage(holder, picture);
    for (const preset of ['Pharmacien', 'Laboratoire', 'Médecin du travail', 'Sur mesure']) {
      await holder.getByText(preset, { exact: true }).click();
    }
    await expect(holder.getByText('Rien n’est montré tant que')).toBeVisible();
    await photograph(holder, 'practice-01-sur-mesure');
    await holder.getByText('Médecin traitant', { exact: true }).click();
    await holder.getByText('6 mois').click();
    await expect(holder.getByText('Vous allez montrer presque tout')).toBeVisible();
    await photograph(holder, 'practice-02-choisir');
    await holder.getByRole('button', { name: 'Voir ce que cette personne verra' }).click();
    await expect(holder.getByText('Allergie grave : Pénicilline')).toBeVisible();
    await holder.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
    await expect(holder.getByText('Son écran montre-t-il ces quatre mots ?')).toBeVisible();
  });

  await test.step('le soignant lit sans attendre, et sait que les mots ne sont pas comparés', async () => {
    await expect(doctor.getByRole('link', { name: 'Ouvrir le dossier' })).toBeVisible();
    expect(await wordsOn(doctor)).toEqual(await wordsOn(holder));
    await doctor.getByRole('link', { name: 'Ouvrir le dossier' }).click();
    await expect(doctor.getByRole('heading', { level: 1, name: 'Camille Durand' })).toBeVisible();
    await expect(doctor.getByText('mots non comparés').first()).toBeVisible();
    await holder.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect(doctor.getByText('mots non comparés')).toHaveCount(0);
  });

  await test.step('tout ce qui compte tient sur un écran', async () => {
    for (const text of [
      'Allergie grave : Pénicilline',
      'Hypertension artérielle',
      'Amlodipine',
      '138/88 mmHg',
      'Documents récents',
    ]) {
      await expect(doctor.getByText(text, { exact: true }).first()).toBeInViewport({ ratio: 1 });
    }
    await expect(documentRow(doctor, 'Bilan lipidique')).toBeInViewport({ ratio: 1 });
    await expect(doctor.getByText(/avant\s: 142\/92/)).toBeVisible();
    // Past treatments are told after what goes on.
    await expect(doctor.getByText('Ramipril')).toBeVisible();
    await photograph(doctor, 'practice-03-resume');
    expect(await faultsOf(doctor)).toEqual([]);
  });

  await test.step('ce qui est ajouté arrive pendant la lecture', async () => {
    await add(holder, 'allergies', { substance: 'Iode', severity: 'severe' });
    await expect(doctor.getByText(/Allergie grave\s: .*Iode/)).toBeVisible();
  });

  await test.step('un autre jour, le soignant lit d’abord ce qui a changé', async () => {
    await doctor.context().newCDPSession(doctor).then(moveToAnotherDay);
    await doctor.reload();
    await doctor.getByRole('button', { name: 'Ouvrir le carnet' }).click();
    await add(holder, 'treatments', { label: 'Périndopril', dose: '4 mg' });
    const since = doctor
      .getByRole('paragraph')
      .filter({ hasText: 'Depuis votre dernière consultation' });
    await expect(since).toContainText(/Périndopril 4 mg\s: nouveau/);
    await expect(since).not.toContainText('Amlodipine');
    await expect(since).toBeInViewport({ ratio: 1 });
    await photograph(doctor, 'practice-03-depuis');
  });

  await test.step('ni nom ni titre dans l’onglet', async () => {
    await documentRow(doctor, 'Bilan lipidique').click();
    await expect(doctor.getByRole('heading', { level: 1, name: 'Bilan lipidique' })).toBeVisible();
    await expect(doctor).toHaveTitle('Dossier d’un patient · Carnet');
    await holder.getByRole('link', { name: 'Documents' }).first().click();
    await documentRow(holder, 'Bilan lipidique').click();
    await expect(holder).toHaveTitle('Documents · Carnet');
    expect(Array.from(titles).join()).not.toMatch(/Camille|Durand|Bilan/);
  });

  await test.step('le journal dit ce que le relais a remis, à côté de ce que le soignant dit avoir lu', async () => {
    await openFromMenu(holder, 'Journal d’activité');
    for (const said of ['Consultation passée par le relais', 'Lu, dit cette personne']) {
      await expect(holder.getByText(`${said} · ${nadia.name}`).first()).toBeVisible({
        timeout: 60_000,
      });
    }
    await photograph(holder, 'practice-07-journal');
    expect(await faultsOf(holder)).toEqual([]);
  });
});

test('une fenêtre arrive à sa fin pendant que le soignant lit, sans réseau', async ({
  browser,
}) => {
  const [holder, doctor] = [await newPage(browser, PHONE), await newPage(browser, DESKTOP)];
  await createNotebook(holder);
  await fillRecord(holder);
  await expectSynced(holder);
  await createNotebook(doctor);
  await becomePractitioner(doctor, nadia);
  const channel = await openWindowUntil(holder, doctor, 20_000);
  await navigate(holder, 'Partages');
  await expect(holder.getByRole('link', { name: nadia.name })).toBeVisible();
  await doctor.getByRole('link', { name: 'Camille Durand' }).click();
  await expect(doctor.getByText('Allergie grave : Pénicilline')).toBeVisible();
  await Promise.all([doctor.context().setOffline(true), holder.context().setOffline(true)]);
  await expect(doctor.getByText('Cette fenêtre est arrivée à sa fin.')).toBeVisible({
    timeout: 40_000,
  });
  await expect(doctor.getByText('Pénicilline')).toHaveCount(0);
  await expect(doctor.getByText('Camille')).toHaveCount(0);
  await photograph(doctor, 'practice-04-fin');
  await expect(holder.getByText('Arrivée à sa fin').first()).toBeVisible();
  await photograph(holder, 'practice-05-partages');
  await Promise.all([doctor.context().setOffline(false), holder.context().setOffline(false)]);
  const channels = await ask(holder, { type: 'channels', record: await recordOf(holder) });
  expect(channels.find((each) => each.channel === channel)?.state).toBe('expired');
});

test('le relais est remis à neuf pendant que le soignant lit', async ({ browser }) => {
  const data = await mkdtemp(join(tmpdir(), 'carnet-e2e-relay-'));
  const port = await freePort();
  const start = (): Promise<OwnServer> => OwnServer.start('build', data, port);
  let server = await start();
  const holder = await newPage(browser, PHONE, { baseURL: server.origin });
  const doctor = await newPage(browser, DESKTOP, { baseURL: server.origin });
  await createNotebook(holder);
  await fillRecord(holder);
  await expectSynced(holder);
  await createNotebook(doctor);
  await becomePractitioner(doctor, nadia);
  await openWindowUntil(holder, doctor, DAY_MS);
  await doctor.getByRole('link', { name: 'Camille Durand' }).click();
  await expect(doctor.getByText('Allergie grave : Pénicilline')).toBeVisible();

  await server.stop();
  await rm(data, { recursive: true });
  server = await start();
  const accept = doctor.getByRole('button', { name: 'Continuer avec ce relais' });
  await expect(accept).toBeVisible({ timeout: 60_000 });
  await photograph(doctor, 'practice-06-relais-neuf');
  await accept.click();
  await expect(
    doctor
      .getByText('Cette fenêtre n’est pas encore revenue.')
      .or(doctor.getByText('Allergie grave : Pénicilline')),
  ).toBeVisible();
  await expect(doctor.getByText('Cette fenêtre est fermée.')).toHaveCount(0);
  await run(holder, { type: 'syncNow' });
  await holder.getByRole('button', { name: /où en est ce dossier/ }).click();
  await holder.getByRole('button', { name: 'Continuer avec ce relais' }).click();
  await expect(doctor.getByText('Allergie grave : Pénicilline')).toBeVisible({ timeout: 60_000 });
  await documentRow(doctor, 'Bilan lipidique').click();
  await expect(
    doctor.frameLocator('iframe[title="Contenu de Bilan lipidique"]').locator('body'),
  ).toContainText('LDL-cholestérol', { timeout: 60_000 });
  await holder.context().close();
  await doctor.context().close();
  await server.stop();
  await rm(data, { recursive: true });
});
