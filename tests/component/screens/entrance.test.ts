import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { VaultStatus } from '#vault/api.ts';
import GatedPage from './GatedPage.svelte';
import { ScriptedVault } from '../scripted-vault.ts';
import { findFaults, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const locked: VaultStatus = { state: 'locked', slots: ['passphrase'], passkeys: [] };

describe('what stands before the record', () => {
  test('a locked notebook shows nothing of it, refuses a wrong phrase, and opens in place', async () => {
    const screen = await render(InApp, {
      vault: new ScriptedVault({ status: locked }),
      screen: GatedPage,
    });
    const phrase = screen.getByLabelText('Votre phrase secrète');
    await phrase.fill('une autre');
    await screen.getByRole('button', { name: 'Ouvrir' }).click();
    await expect.element(screen.getByText(/^Cette phrase n’ouvre pas le dossier/)).toBeVisible();
    expect(screen.container.textContent).not.toContain('Le dossier ouvert');
    expect(await findFaults(screen.container)).toEqual([]);
    await phrase.fill('la bonne phrase');
    await screen.getByRole('button', { name: 'Ouvrir' }).click();
    await expect.element(screen.getByText('Le dossier ouvert')).toBeVisible();
  });

  test('a lock takes what was on the screen away', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, { vault, screen: GatedPage });
    await expect.element(screen.getByText('Le dossier ouvert')).toBeVisible();
    vault.become(locked);
    await expect.element(screen.getByText('Carnet est fermé à clé.')).toBeVisible();
    expect(screen.container.textContent).not.toContain('Le dossier ouvert');
  });

  test('another tab, or a browser that computes wrongly, is said in one sentence', async () => {
    const vault = new ScriptedVault({ status: { state: 'elsewhere' } });
    const screen = await render(InApp, { vault, screen: GatedPage });
    await expect.element(screen.getByRole('button', { name: 'Utiliser ici' })).toBeVisible();
    vault.become({ state: 'broken', error: { type: 'SelfTestFailed', primitive: 'Ed25519' } });
    await expect
      .element(screen.getByRole('alert').getByText(/calcule mal \(Ed25519\)/))
      .toBeVisible();
  });

  test('a phrase too short is refused before it is sent; "later" creates without one', async () => {
    const vault = new ScriptedVault({ status: { state: 'empty' } });
    const screen = await render(InApp, { vault, screen: GatedPage });
    await screen.getByLabelText('Votre phrase secrète').fill('court');
    await screen.getByRole('button', { name: 'Créer mon carnet' }).click();
    await expect.element(screen.getByText(/^Il faut au moins 8 caractères/)).toBeVisible();
    expect(vault.commands).toEqual([]);
    await screen.getByRole('button', { name: 'Plus tard' }).click();
    expect(vault.commands).toEqual([
      { type: 'createVault', passphrase: undefined, deviceName: expect.any(String) as string },
    ]);
  });
});
