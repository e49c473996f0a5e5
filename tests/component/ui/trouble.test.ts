import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import TroubleNote from '#ui/entrance/TroubleNote.svelte';
import { Trouble } from '#ui/state/trouble.svelte.ts';
import { findFaults, findOverflowing, speakFrench, withPage } from './sheet-of-paper.ts';

beforeAll(speakFrench);

describe('a bug that nothing waited for', () => {
  test('is said kindly, and offers to reload or to go on', async () => {
    const trouble = new Trouble();
    let reloads = 0;
    const screen = await render(TroubleNote, { trouble, reload: () => (reloads += 1) });
    expect(screen.container.textContent.trim()).toBe('');
    trouble.threw(new ErrorEvent('error', { error: new TypeError('a bug') }));
    await expect.element(screen.getByText('Carnet s’est trompé en chemin.')).toBeVisible();
    for (const theme of ['light', 'dark'] as const) {
      await withPage({ widthPx: 320, letters: '200%', theme }, async () => {
        expect(findOverflowing(screen.container)).toEqual([]);
        expect(await findFaults(screen.container)).toEqual([]);
      });
    }
    await screen.getByRole('button', { name: 'Recharger' }).click();
    expect(reloads).toBe(1);
    await screen.getByRole('button', { name: 'Continuer' }).click();
    expect(screen.container.textContent.trim()).toBe('');
  });

  test('what a browser only remarks on is no bug', async () => {
    const trouble = new Trouble();
    const screen = await render(TroubleNote, { trouble, reload: () => undefined });
    trouble.threw(new ErrorEvent('error', { message: 'ResizeObserver loop completed' }));
    expect(trouble.isShown).toBe(false);
    expect(screen.container.textContent.trim()).toBe('');
  });
});
