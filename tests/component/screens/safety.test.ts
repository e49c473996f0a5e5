import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { err, ok } from '#base/result.ts';
import BackupScreen from '#ui/backup/BackupScreen.svelte';
import BinScreen from '#ui/bin/BinScreen.svelte';
import JournalScreen from '#ui/journal/JournalScreen.svelte';
import HomeScreen from '#ui/record/HomeScreen.svelte';
import SafetyOfRecord from '#ui/record/SafetyOfRecord.svelte';
import { Install } from '#ui/state/install.svelte.ts';
import type { KitState, Query, Safety } from '#vault/api.ts';
import { NOW, RECORD, ScriptedVault, entryOf, type Script } from '../scripted-vault.ts';
import { findFaults, findSmallTargets, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const synced: Safety = {
  word: 'synced',
  waiting: 0,
  connection: 'connected',
  agreedAt: NOW,
  notices: [],
};
const toConfirm: KitState = { state: 'toConfirm', archivedAt: undefined };
const confirmed: KitState = { state: 'confirmed', archivedAt: undefined };

const knowing = (answers: { safety?: Safety; kit?: KitState }, script: Script = {}) =>
  new ScriptedVault({
    ...script,
    answer: (query: Query) =>
      query.type === 'safety' ? answers.safety : query.type === 'kit' ? answers.kit : undefined,
  });

describe('the safety word', () => {
  const open = async (vault: ScriptedVault, persistence?: 'temporary' | 'persistent') => {
    const screen = await render(InApp, {
      vault,
      screen: SafetyOfRecord,
      given: { record: RECORD },
      ...(persistence && { persistence }),
    });
    await screen.getByRole('button', { name: /: où en est ce dossier$/ }).click();
    return screen;
  };

  test('tells the three facts apart, and what the next one lacks', async () => {
    const screen = await open(knowing({ safety: synced, kit: toConfirm }));
    const sheet = screen.getByRole('dialog');
    await expect.element(sheet.getByText('Le kit de secours n’est pas vérifié.')).toBeVisible();
    await expect.element(sheet.getByRole('link', { name: 'Préparer mon kit' })).toBeVisible();
    const facts = sheet.getByRole('listitem');
    await expect.element(facts.nth(1).getByText(': fait')).toBeInTheDocument();
    await expect.element(facts.nth(2).getByText(': pas encore')).toBeInTheDocument();
    expect(await findFaults(document.body)).toEqual([]);
  });

  test('asks for an archive once the kit is confirmed', async () => {
    const screen = await open(knowing({ safety: synced, kit: confirmed }));
    await expect.element(screen.getByRole('link', { name: 'Faire une archive' })).toBeVisible();
  });

  test('a relay with another key is accepted by the person alone', async () => {
    const vault = knowing({
      safety: { ...synced, word: 'stored', notices: ['relayReset'] },
      kit: toConfirm,
    });
    const screen = await open(vault);
    expect(vault.commands).toEqual([]);
    await screen.getByRole('button', { name: 'Continuer avec ce relais' }).click();
    expect(vault.commands).toEqual([{ type: 'acceptRelay' }]);
  });

  test('says what the browser does not promise, and asks it again', async () => {
    const screen = await open(
      knowing({ safety: { ...synced, word: 'stored' }, kit: toConfirm }),
      'temporary',
    );
    await expect
      .element(screen.getByRole('button', { name: /^Stockage temporaire/, includeHidden: true }))
      .toBeInTheDocument();
    await expect.element(screen.getByText(/Dans une fenêtre privée, tout s’efface/)).toBeVisible();
    await expect
      .element(screen.getByRole('button', { name: 'Lui demander de les garder' }))
      .toBeVisible();
  });
});

describe('the home screen', () => {
  const entries = [entryOf('documents', { title: 'Ordonnance', category: 'prescriptions' })];

  test('reminds of the kit once there is something to lose, until it is confirmed', async () => {
    const empty = await render(InApp, { vault: knowing({ kit: toConfirm }), screen: HomeScreen });
    await expect.element(empty.getByText('Votre carnet est prêt.')).toBeVisible();
    expect(empty.container.textContent).not.toContain('Et si vous perdiez');
    await empty.unmount();
    const begun = await render(InApp, {
      vault: knowing({ kit: toConfirm }, { entries }),
      screen: HomeScreen,
    });
    await expect.element(begun.getByText('Et si vous perdiez cet appareil ?')).toBeVisible();
    expect(await findFaults(begun.container)).toEqual([]);
    await begun.unmount();
    const safe = await render(InApp, {
      vault: knowing({ kit: confirmed }, { entries }),
      screen: HomeScreen,
    });
    await expect.element(safe.getByText('Ordonnance').first()).toBeVisible();
    expect(safe.container.textContent).not.toContain('Et si vous perdiez');
  });

  test('offers to install when the browser does, asks once, and can be put off', async () => {
    let asked = 0;
    let putOff = 0;
    const install = new Install({
      isInstalled: false,
      isPutOff: () => false,
      putOff: () => putOff++,
    });
    install.offer(() => {
      asked++;
      return Promise.resolve(false);
    });
    const vault = knowing({ kit: confirmed }, { entries });
    const screen = await render(InApp, { vault, screen: HomeScreen, install });
    await screen.getByRole('button', { name: 'Installer' }).click();
    expect(asked).toBe(1);
    await expect.element(screen.getByText('Carnet, à portée de pouce')).not.toBeInTheDocument();
    install.offer(() => Promise.resolve(true));
    await screen.getByRole('button', { name: 'Plus tard' }).click();
    expect(putOff).toBe(1);
    await expect.element(screen.getByText('Carnet, à portée de pouce')).not.toBeInTheDocument();
  });
});

describe('the backup', () => {
  const archive = new File(['octets'], 'carnet.carnet');
  const drop = (screen: { container: Element }): void => {
    const picker = screen.container.querySelector<HTMLInputElement>('input[type=file]');
    const files = new DataTransfer();
    files.items.add(archive);
    if (picker) picker.files = files.files;
    picker?.dispatchEvent(new Event('change', { bubbles: true }));
  };

  test('says that only this device opens an archive until the kit is confirmed', async () => {
    const screen = await render(InApp, {
      vault: knowing({ kit: toConfirm }),
      screen: BackupScreen,
    });
    await expect.element(screen.getByText(/seul cet appareil pourrait l’ouvrir/)).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
    expect(findSmallTargets(screen.container)).toEqual([]);
  });

  test('an archive that is read back is said whole, incomplete or damaged', async () => {
    let isWhole = true;
    let isDamaged = false;
    const vault = knowing(
      { kit: confirmed },
      {
        run: ({ type }) => {
          if (type !== 'checkArchive') return undefined;
          return isDamaged ? err({ type: 'ArchiveDamaged' }) : ok({ isWhole, entries: 3 });
        },
      },
    );
    const screen = await render(InApp, { vault, screen: BackupScreen });
    await expect.element(screen.getByText('Relire une archive')).toBeVisible();
    drop(screen);
    await expect.element(screen.getByText(/^Elle est entière/)).toBeVisible();
    isWhole = false;
    drop(screen);
    await expect.element(screen.getByText(/il y manque ce que vous avez ajouté/)).toBeVisible();
    isDamaged = true;
    drop(screen);
    await expect.element(screen.getByText('Cette archive est incomplète ou abîmée.')).toBeVisible();
    expect(screen.container.textContent).not.toContain('il y manque');
  });
});

describe('the bin and the journal', () => {
  test('what was removed comes back, by its name', async () => {
    const entry = entryOf('allergies', { substance: 'Pollen' }, { deletedAt: NOW });
    const vault = new ScriptedVault({
      answer: ({ type }) => (type === 'bin' ? [entry] : undefined),
    });
    const screen = await render(InApp, { vault, screen: BinScreen });
    await screen.getByRole('button', { name: 'Remettre : Pollen' }).click();
    expect(vault.commands).toMatchObject([{ type: 'restoreEntry', entry: entry.id }]);
    await expect.element(screen.getByText(/«\sPollen\s» est revenu/)).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('the journal says who and what, newest first, an unknown act by its own name', async () => {
    const vault = new ScriptedVault({
      entries: [
        entryOf('journal', { act: 'windowOpened', who: 'Dr Martin' }, { createdAt: NOW }),
        entryOf('journal', { act: 'windowRead' }, { createdAt: (NOW + 1000) as typeof NOW }),
        entryOf('journal', { act: 'teleported' }, { createdAt: (NOW - 1000) as typeof NOW }),
      ],
    });
    const screen = await render(InApp, { vault, screen: JournalScreen });
    const rows = screen.getByRole('listitem');
    await expect.element(rows.nth(0).getByText('Fenêtre lue')).toBeVisible();
    await expect.element(rows.nth(1).getByText('Fenêtre ouverte · Dr Martin')).toBeVisible();
    await expect.element(rows.nth(2).getByText('teleported')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });
});
