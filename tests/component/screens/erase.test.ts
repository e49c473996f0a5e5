import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { ok } from '#base/result.ts';
import EraseScreen from '#ui/backup/EraseScreen.svelte';
import type { ErasureProof } from '#ui/state/app.ts';
import type { KitState, Safety, SafetyWord } from '#vault/api.ts';
import { NOW, ScriptedVault } from '../scripted-vault.ts';
import { findFaults, findOverflowing, speakFrench, withPage } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const safetyOf = (word: SafetyWord): Safety => ({
  word,
  waiting: 0,
  connection: 'connected',
  agreedAt: undefined,
  notices: [],
});

function device(word: SafetyWord, state: KitState['state'] = 'confirmed') {
  let archivedAt: KitState['archivedAt'];
  return new ScriptedVault({
    answer: ({ type }) =>
      type === 'kit' ? { state, archivedAt } : type === 'safety' ? safetyOf(word) : undefined,
    run: ({ type }) => {
      if (type !== 'checkArchive') return undefined;
      archivedAt = NOW;
      return ok({ isWhole: true, entries: 3 });
    },
  });
}

const ACT = { name: 'Effacer cet appareil' } as const;

describe('erasing a device', () => {
  test('is not offered without the kit, nor without another copy', async () => {
    const bare = await render(InApp, {
      vault: device('backedUp', 'toConfirm'),
      screen: EraseScreen,
    });
    await expect.element(bare.getByText('Préparez d’abord votre kit de secours.')).toBeVisible();
    expect(bare.getByRole('button', ACT).elements()).toEqual([]);
    await bare.unmount();
    const alone = await render(InApp, { vault: device('synced'), screen: EraseScreen });
    await expect.element(alone.getByText(/^Faites d’abord une archive/)).toBeVisible();
    expect(alone.getByRole('button', ACT).elements()).toEqual([]);
  });

  test('comes after an archive that was read back here and now, and a yes in so many words', async () => {
    const proofs: ErasureProof[] = [];
    const screen = await render(InApp, {
      vault: device('synced'),
      screen: EraseScreen,
      onerase: (proof: ErasureProof) => proofs.push(proof),
    });
    await expect.element(screen.getByText(/^Faites d’abord une archive/)).toBeVisible();
    const picker = screen.container.querySelector<HTMLInputElement>('input[accept=".carnet"]');
    const files = new DataTransfer();
    files.items.add(new File(['CRNA'], 'carnet-2026-11-22.carnet'));
    if (picker) picker.files = files.files;
    picker?.dispatchEvent(new Event('change', { bubbles: true }));
    const act = screen.getByRole('button', ACT);
    await expect.element(act).toBeDisabled();
    await screen.getByRole('checkbox').click();
    for (const theme of ['light', 'dark'] as const) {
      await withPage({ widthPx: 320, letters: '200%', theme }, async () => {
        expect(findOverflowing(screen.container)).toEqual([]);
        expect(await findFaults(screen.container)).toEqual([]);
      });
    }
    await act.click();
    expect(proofs).toEqual([{ exported: true }]);
  });

  test('may rely on a second copy that holds all of it', async () => {
    const proofs: ErasureProof[] = [];
    const screen = await render(InApp, {
      vault: device('backedUp'),
      screen: EraseScreen,
      onerase: (proof: ErasureProof) => proofs.push(proof),
    });
    await expect.element(screen.getByText(/^Une autre copie tient tout/)).toBeVisible();
    await screen.getByRole('checkbox').click();
    await screen.getByRole('button', ACT).click();
    expect(proofs).toEqual([{ otherCopy: { of: 'device', confirmedAt: NOW } }]);
  });
});
