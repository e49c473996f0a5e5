import { userEvent } from 'vitest/browser';
import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { err, ok, type Result } from '#base/result.ts';
import KitScreen from '#ui/kit/KitScreen.svelte';
import type { KitState } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import { RECORD, ScriptedVault } from '../scripted-vault.ts';
import {
  findFaults,
  findOverflowing,
  findSmallTargets,
  speakFrench,
  withPage,
} from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';
import RecoverPage from './RecoverPage.svelte';

beforeAll(speakFrench);

type Screen = Awaited<ReturnType<typeof render>>;

const TWELVE = [
  ['abaisser', 'éviter', 'nickel', 'glisser', 'débrider', 'chambre'],
  ['vagabond', 'barque', 'entendre', 'coder', 'jeudi', 'aubaine'],
].flat();

describe('the kit', () => {
  const kitVault = (confirm: () => Result<unknown, VaultError>) => {
    let state: KitState['state'] = 'toConfirm';
    return new ScriptedVault({
      answer: ({ type }) => (type === 'kit' ? { state, archivedAt: undefined } : undefined),
      run: ({ type }) => {
        if (type === 'revealKit') return ok({ words: TWELVE });
        if (type !== 'confirmKit') return undefined;
        const answer = confirm();
        if (answer.ok) state = 'confirmed';
        return answer;
      },
    });
  };

  test('shows its words only when asked, then asks two of them back', async () => {
    const vault = kitVault(() => ok(undefined));
    const draws = [9, 2];
    const screen = await render(InApp, {
      vault,
      screen: KitScreen,
      draw: (below: number) => Math.min(draws.shift() ?? 0, below - 1),
    });
    await expect.element(screen.getByText(/ces douze mots ramènent votre carnet/)).toBeVisible();
    expect(screen.container.textContent).not.toContain('vagabond');
    await screen.getByRole('button', { name: 'Voir mes douze mots' }).click();
    const list = screen.getByRole('list', { name: 'Les douze mots, dans l’ordre' });
    await expect.element(list.getByRole('listitem').nth(11).getByText('aubaine')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
    await screen.getByRole('button', { name: 'Je les ai sur papier' }).click();
    await screen.getByRole('button', { name: 'Vérifier' }).click();
    expect(vault.commands.map(({ type }) => type)).toEqual(['revealKit']);
    await screen.getByLabelText('Mot 3', { exact: true }).fill('nickel');
    await screen.getByLabelText('Mot 10', { exact: true }).fill(' coder ');
    await screen.getByRole('button', { name: 'Vérifier' }).click();
    expect(vault.commands.at(-1)).toEqual({
      type: 'confirmKit',
      answers: [
        { position: 3, word: 'nickel' },
        { position: 10, word: 'coder' },
      ],
    });
    await expect.element(screen.getByText('Votre kit est vérifié.')).toBeVisible();
    expect(document.body.textContent).not.toContain('vagabond');
  });

  test('wrong words confirm nothing, and the sheet can be read again', async () => {
    const vault = kitVault(() => err({ type: 'KitAnswersWrong' }));
    const screen = await render(InApp, { vault, screen: KitScreen });
    await screen.getByRole('button', { name: 'Voir mes douze mots' }).click();
    await screen.getByRole('button', { name: 'Je les ai sur papier' }).click();
    for (const box of screen.getByRole('textbox').all()) await box.fill('jeudi');
    await screen.getByRole('button', { name: 'Vérifier' }).click();
    await expect.element(screen.getByText('Ce ne sont pas les bons mots.')).toBeVisible();
    await screen.getByRole('button', { name: 'Revoir mes mots' }).click();
    await expect.element(screen.getByRole('list', { name: /douze mots/ })).toBeVisible();
  });

  test('on a device without the words it says where they are', async () => {
    const vault = new ScriptedVault({
      answer: ({ type }) =>
        type === 'kit' ? { state: 'toConfirm', archivedAt: undefined } : undefined,
      run: ({ type }) => (type === 'revealKit' ? err({ type: 'NoRecoveryHere' }) : undefined),
    });
    const screen = await render(InApp, { vault, screen: KitScreen });
    await screen.getByRole('button', { name: 'Voir mes douze mots' }).click();
    await expect.element(screen.getByText(/n’a pas les douze mots/)).toBeVisible();
  });
});

describe('finding a notebook again', () => {
  const restoring = (answer: Result<unknown, VaultError>, state: 'empty' | 'locked' = 'empty') =>
    new ScriptedVault({
      status: state === 'empty' ? { state } : { state, slots: ['passphrase'], passkeys: [] },
      run: ({ type }) => (/^re(store|build)/.test(type) ? answer : undefined),
    });
  const word = (screen: Screen, position: number) =>
    screen.getByRole('textbox', { name: `Mot ${String(position)}`, exact: true });

  test('a space goes on to the next word; what is missing is said at its place', async () => {
    const vault = restoring(ok({ record: RECORD }));
    const screen = await render(InApp, { vault, screen: RecoverPage });
    await word(screen, 1).click();
    await userEvent.keyboard('abai evit ');
    await expect.element(word(screen, 2)).toHaveValue('evit');
    await expect.element(word(screen, 3)).toHaveFocus();
    await screen.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    expect(vault.commands).toEqual([]);
    await expect.element(word(screen, 3)).toHaveFocus();
    await expect.element(word(screen, 3)).toHaveAccessibleDescription(/Il manque ce mot/);
  });

  test('who has another device is led to it; a locked device needs none', async () => {
    const join = 'J’ai déjà un carnet sur un autre appareil';
    const empty = restoring(ok({ record: RECORD }));
    const screen = await render(InApp, { vault: empty, screen: RecoverPage });
    await expect
      .element(screen.getByRole('link', { name: join }))
      .toHaveAttribute('href', '/rejoindre');
    await screen.unmount();
    const locked = restoring(ok({ record: RECORD }), 'locked');
    const other = await render(InApp, { vault: locked, screen: RecoverPage });
    await expect.element(word(other, 1)).toBeVisible();
    expect(other.getByRole('link', { name: join }).elements()).toEqual([]);
  });

  test('twelve pasted words fill every place', async () => {
    const vault = restoring(ok({ record: RECORD }));
    const screen = await render(InApp, { vault, screen: RecoverPage });
    await word(screen, 1).fill(
      TWELVE.map((one, index) => `${String(index + 1)}. ${one}`).join('\n'),
    );
    await expect.element(word(screen, 12)).toHaveValue('aubaine');
    await screen.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    expect(vault.commands).toEqual([
      {
        type: 'restoreFromWords',
        words: TWELVE.join(' '),
        lock: undefined,
        deviceName: expect.any(String) as string,
      },
      // What the home page asks next: whether a device is lost.
      { type: 'keepDraft', key: 'lost-device', json: true },
    ]);
  });

  test('an unknown word is said by its place, and gets the focus', async () => {
    const vault = restoring(err({ type: 'UnknownWord', position: 7 }));
    const screen = await render(InApp, { vault, screen: RecoverPage });
    await word(screen, 1).fill(TWELVE.join(' '));
    await screen.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    await expect.element(word(screen, 7)).toHaveFocus();
    await expect
      .element(word(screen, 7))
      .toHaveAccessibleDescription(/Ce mot n’est pas dans la liste/);
    expect(screen.container.querySelectorAll('[aria-invalid]')).toHaveLength(1);
  });

  test('words that open nothing say no more than that', async () => {
    const vault = restoring(err({ type: 'WordsDoNotOpen' }));
    const screen = await render(InApp, { vault, screen: RecoverPage });
    await word(screen, 1).fill(TWELVE.join(' '));
    await screen.getByRole('button', { name: 'Retrouver mon carnet' }).click();
    await expect.element(screen.getByText(/n’ouvrent aucun carnet ici/)).toBeVisible();
    expect(screen.container.querySelectorAll('[aria-invalid]')).toHaveLength(0);
  });

  test('once it is back a lock is chosen, under a key that never lay in clear', async () => {
    const vault = restoring(ok({ record: RECORD }), 'locked');
    const went: string[] = [];
    const screen = await render(InApp, {
      vault,
      screen: RecoverPage,
      ongo: (address: string) => went.push(address),
    });
    await expect
      .element(screen.getByRole('heading', { name: 'Ouvrir sans la serrure' }))
      .toBeVisible();
    await word(screen, 1).fill(TWELVE.join(' '));
    await screen.getByRole('button', { name: 'Ouvrir mon carnet' }).click();
    await screen.getByLabelText('Votre phrase secrète').fill('une phrase neuve');
    await screen.getByRole('button', { name: 'Fermer à clé' }).click();
    expect(vault.commands).toEqual([
      {
        type: 'rebuildFromDevice',
        words: TWELVE.join(' '),
        lock: undefined,
        deviceName: expect.any(String) as string,
      },
      { type: 'renewStorageKey', lock: { passphrase: 'une phrase neuve' } },
    ]);
    expect(went).toEqual(['/accueil']);
  });

  test('stands at 320 px and with large letters, in both themes', async () => {
    const screen = await render(InApp, {
      vault: restoring(ok({ record: RECORD })),
      screen: RecoverPage,
    });
    await expect.element(word(screen, 1)).toBeVisible();
    for (const theme of ['light', 'dark'] as const) {
      await withPage({ widthPx: 320, letters: '200%', theme }, async () => {
        expect(findOverflowing(screen.container)).toEqual([]);
        expect(await findFaults(screen.container)).toEqual([]);
      });
    }
    expect(findSmallTargets(screen.container)).toEqual([]);
  });
});
