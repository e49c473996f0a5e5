import { beforeAll, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { err, ok } from '#base/result.ts';
import LocksScreen from '#ui/locks/LocksScreen.svelte';
import type { Passkeys } from '#ui/state/passkeys.ts';
import type { NewPasskey, VaultStatus } from '#vault/api.ts';
import { ScriptedVault } from '../scripted-vault.ts';
import {
  findFaults,
  findOverflowing,
  findSmallTargets,
  speakFrench,
  withPage,
} from '../ui/sheet-of-paper.ts';
import GatedPage from './GatedPage.svelte';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const slot = { credentialId: 'AAEC', salt: '11'.repeat(32), name: 'Téléphone' };
const made: NewPasskey = { ...slot, prf: new Uint8Array(32) };
const passkeys: Passkeys = {
  support: Promise.resolve('here'),
  create: () => Promise.resolve(ok(made)),
  ask: () => Promise.resolve(ok({ credentialId: slot.credentialId, prf: new Uint8Array(32) })),
};
const status = (state: 'open' | 'locked', kinds: ('passphrase' | 'passkey')[]): VaultStatus => ({
  state,
  slots: kinds,
  passkeys: kinds.includes('passkey') ? [slot] : [],
});

describe('the first opening', () => {
  test('offers a passkey in one touch where the device has them, a phrase at the next', async () => {
    const vault = new ScriptedVault({ status: { state: 'empty' } });
    const screen = await render(InApp, { vault, screen: GatedPage, passkeys });
    await screen.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    expect(vault.commands).toEqual([
      {
        type: 'createVault',
        passphrase: undefined,
        passkey: made,
        deviceName: expect.any(String) as string,
      },
    ]);
    expect(await findFaults(screen.container)).toEqual([]);
    await screen.getByRole('button', { name: 'Plutôt une phrase secrète' }).click();
    await expect.element(screen.getByLabelText('Votre phrase secrète')).toBeVisible();
  });

  test('a passkey that was given up changes nothing, and can be tried again', async () => {
    const vault = new ScriptedVault({ status: { state: 'empty' } });
    const screen = await render(InApp, {
      vault,
      screen: GatedPage,
      passkeys: { ...passkeys, create: () => Promise.resolve(err('cancelled')) },
    });
    await screen.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    await expect.element(screen.getByText('Aucune clé d’accès n’a répondu.')).toBeVisible();
    expect(vault.commands).toEqual([]);
    await expect
      .element(screen.getByRole('button', { name: 'Utiliser une clé d’accès' }))
      .toBeVisible();
  });
});

describe('a locked notebook', () => {
  test('asks its passkey first, and its phrase beside it', async () => {
    const vault = new ScriptedVault({ status: status('locked', ['passphrase', 'passkey']) });
    const screen = await render(InApp, { vault, screen: GatedPage, passkeys });
    await screen.getByRole('button', { name: 'Ouvrir avec une clé d’accès' }).click();
    await expect
      .element(screen.getByText('Cette clé d’accès n’ouvre pas ce carnet.'))
      .toBeVisible();
    await screen.getByLabelText('Ou avec votre phrase').fill('la bonne phrase');
    await screen.getByRole('button', { name: 'Ouvrir', exact: true }).click();
    await expect.element(screen.getByText('Le dossier ouvert')).toBeVisible();
  });

  test('without a phrase there is none to type, and the way out is named', async () => {
    const vault = new ScriptedVault({ status: status('locked', ['passkey']) });
    const screen = await render(InApp, { vault, screen: GatedPage, passkeys });
    await expect
      .element(screen.getByRole('link', { name: 'Je n’ai plus ma clé d’accès' }))
      .toBeVisible();
    expect(screen.container.querySelectorAll('input')).toHaveLength(0);
    expect(await findFaults(screen.container)).toEqual([]);
  });
});

describe('the locks of a device', () => {
  test('each is listed by its name and can go; the last one only after a warning', async () => {
    const vault = new ScriptedVault({
      status: status('open', ['passkey']),
      run: (command) =>
        command.type === 'removeSlot' && !command.evenLast ? err({ type: 'LastSlot' }) : undefined,
    });
    const screen = await render(InApp, { vault, screen: LocksScreen, passkeys });
    await screen.getByRole('button', { name: 'Retirer : Téléphone' }).click();
    const dialog = page.getByRole('dialog', { name: 'Laisser cet appareil sans protection ?' });
    await expect.element(dialog).toBeVisible();
    await dialog.getByRole('button', { name: 'La garder' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await screen.getByRole('button', { name: 'Retirer : Téléphone' }).click();
    await page.getByRole('button', { name: 'Retirer quand même' }).click();
    expect(vault.commands.at(-1)).toEqual({
      type: 'removeSlot',
      slot: { credentialId: slot.credentialId },
      evenLast: true,
    });
  });

  test('the first lock of a device comes with a new key; the next ones do not', async () => {
    const bare = new ScriptedVault({ status: status('open', []) });
    const first = await render(InApp, { vault: bare, screen: LocksScreen, passkeys });
    await expect.element(first.getByText('Cet appareil n’est pas protégé')).toBeVisible();
    await first.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
    await first.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
    expect(bare.commands).toEqual([{ type: 'renewStorageKey', lock: { passkey: made } }]);
    await first.unmount();
    const locked = new ScriptedVault({ status: status('open', ['passkey']) });
    const second = await render(InApp, { vault: locked, screen: LocksScreen, passkeys });
    await second.getByRole('button', { name: 'Ajouter une phrase secrète' }).click();
    await second.getByLabelText('Votre phrase secrète').fill('tulipe marteau nuage');
    await second.getByRole('button', { name: 'Enregistrer la phrase' }).click();
    expect(locked.commands).toEqual([
      { type: 'setPassphrase', passphrase: 'tulipe marteau nuage' },
    ]);
  });

  test('stands at 320 px, with large letters, in both themes', async () => {
    const vault = new ScriptedVault({ status: status('open', ['passphrase', 'passkey']) });
    const screen = await render(InApp, { vault, screen: LocksScreen, passkeys });
    await expect.element(screen.getByText('Téléphone')).toBeVisible();
    for (const theme of ['light', 'dark'] as const) {
      await withPage({ widthPx: 320, letters: '200%', theme }, async () => {
        expect(findOverflowing(screen.container)).toEqual([]);
        expect(await findFaults(screen.container)).toEqual([]);
      });
    }
    expect(findSmallTargets(screen.container)).toEqual([]);
  });
});
