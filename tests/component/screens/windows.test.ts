import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { LogId } from '#base/ids.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import PatientSummary from '#ui/practice/PatientSummary.svelte';
import ShowScreen from '#ui/windows/ShowScreen.svelte';
import type { Bearer, PairingId, WindowView } from '#vault/api.ts';
import { NOW, entryOf, ScriptedVault } from '../scripted-vault.ts';
import { findFaults, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const CHANNEL = 'c'.repeat(64) as LogId;
const bearer: Bearer = {
  professional: {
    name: 'Dr Nadia Martin',
    profession: 'Cardiologue',
    specialty: '',
    place: 'Nantes',
    rpps: '',
  },
  attestedBy: [],
  fingerprint: 'ab'.repeat(32),
};
const file = {
  blob: 'b'.repeat(64),
  key: 'd'.repeat(64),
  sizeBytes: 12,
  mediaType: 'application/pdf',
  name: 'bilan.pdf',
};
const words = ['lune', 'tapis', 'orage', 'cèdre'];

const viewOf = (entries: readonly Entry[], nones: readonly SectionNone[] = []): WindowView => ({
  about: { holder: 'Camille', preset: 'generalPractitioner', until: undefined },
  entries,
  nones,
});

const vaultWith = (entries: readonly Entry[]) =>
  new ScriptedVault({
    entries,
    run: (command) => {
      if (command.type === 'readPairingCode') {
        return command.text.includes('/p#')
          ? { ok: true, value: { pairing: 'p' as PairingId, bearer } }
          : { ok: false, error: { type: 'NotAPairingCode' } };
      }
      return command.type === 'openWindow'
        ? { ok: true, value: { channel: CHANNEL, words } }
        : undefined;
    },
    answer: ({ type }) => (type === 'preview' ? viewOf(entries) : undefined),
  });

async function readCode(vault: ScriptedVault, went: string[] = []) {
  const screen = await render(InApp, {
    vault,
    screen: ShowScreen,
    ongo: (address: string) => went.push(address),
  });
  await screen.getByLabelText(/^Ou le lien du code/).fill('https://carnet.example/p#1.abc');
  await screen.getByRole('button', { name: 'Lire ce code' }).click();
  await expect.element(screen.getByText('Dr Nadia Martin')).toBeVisible();
  return screen;
}

describe('showing a practitioner', () => {
  test('a foreign code says that nothing was shown, and another can be read', async () => {
    const screen = await render(InApp, { vault: vaultWith([]), screen: ShowScreen });
    await screen.getByLabelText(/^Ou le lien du code/).fill('https://example.org/menu');
    await screen.getByRole('button', { name: 'Lire ce code' }).click();
    await expect
      .element(screen.getByRole('alert').getByText(/n’est pas un code de Carnet/))
      .toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'Lire ce code' })).toBeVisible();
  });

  test('an allergy left out is said before the window opens', async () => {
    const screen = await readCode(
      vaultWith([entryOf('allergies', { substance: 'Pénicilline', severity: 'severe' })]),
    );
    expect(screen.container.textContent).not.toContain('laisse de côté');
    await screen.getByRole('switch', { name: 'Allergies et intolérances' }).click();
    await expect
      .element(screen.getByRole('status').getByText(/laisse de côté une allergie/))
      .toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('the filter says what was taken away one by one, and how long it stays open', async () => {
    const [kept, taken] = [
      entryOf('documents', { title: 'Bilan', category: 'laboratory', file }),
      entryOf('documents', { title: 'Certificat', category: 'certificates', file }),
    ];
    const vault = vaultWith([kept, taken]);
    const screen = await readCode(vault);
    await screen.getByText('Choisir un par un').first().click();
    await screen.getByLabelText(/^Certificat/).click();
    await screen.getByText('24 heures').click();
    await screen.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
    await expect.element(screen.getByText(/ces quatre mots/)).toBeVisible();
    expect(vault.commands.find(({ type }) => type === 'openWindow')).toMatchObject({
      filter: { preset: 'generalPractitioner', exclude: [taken.id] },
      until: NOW + 86_400_000,
    });
  });

  test('words that differ close the channel, and the person is told so', async () => {
    const vault = vaultWith([]);
    const went: string[] = [];
    const screen = await readCode(vault, went);
    await screen.getByRole('button', { name: 'Ouvrir la fenêtre' }).click();
    await screen.getByRole('button', { name: 'Ce ne sont pas les mêmes' }).click();
    await expect.element(screen.getByText(/^La fenêtre est fermée/)).toBeVisible();
    expect(vault.commands.at(-2)).toEqual({ type: 'judgeWords', channel: CHANNEL, same: false });
    expect(went).toEqual(['/partages']);
  });
});

describe('the practitioner’s summary', () => {
  const summaryOf = (view: WindowView) =>
    render(InApp, {
      vault: new ScriptedVault(),
      screen: PatientSummary,
      given: { view, isPage: true },
    });

  test('never says "none" by itself', async () => {
    const screen = await summaryOf(viewOf([]));
    await expect
      .element(screen.getByText('Cette fenêtre ne dit rien des allergies.'))
      .toBeVisible();
    expect(screen.container.textContent).not.toMatch(/aucun/i);
  });

  test('repeats the holder’s own "none", with its date', async () => {
    const screen = await summaryOf(viewOf([], [{ section: 'allergies', saidAt: NOW }]));
    await expect
      .element(screen.getByText(/^Aucune allergie connue \(dit par Camille, 22 nov\.\)$/))
      .toBeVisible();
  });

  test('shows allergies, current treatments and the last measurement against the one before', async () => {
    const screen = await summaryOf(
      viewOf([
        entryOf('allergies', { substance: 'Pénicilline', reaction: 'choc', severity: 'severe' }),
        entryOf('treatments', { label: 'Amlodipine', dose: '5 mg', schedule: '1 le matin' }),
        entryOf('measurements', {
          kind: 'weight',
          value: { value: '72.50', unit: 'kg' },
          takenAt: { at: NOW, zone: 'Europe/Paris' },
        }),
      ]),
    );
    await expect.element(screen.getByText('Allergie grave : Pénicilline')).toBeVisible();
    await expect.element(screen.getByText('5 mg, 1 le matin')).toBeVisible();
    await expect.element(screen.getByText(/^72,50\skg$/)).toBeVisible();
    await expect.element(screen.getByText('Vous voyez ce que Camille a choisi')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });
});
