import { beforeAll, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import BottomSheet from '#ui/components/BottomSheet.svelte';
import Dialog from '#ui/components/Dialog.svelte';
import Overlay from './Overlay.svelte';
import { findFaults, findSmallTargets, speakFrench } from './sheet-of-paper.ts';

beforeAll(speakFrench);

describe.each([
  ['a dialog', Dialog],
  ['a bottom sheet', BottomSheet],
])('%s', (_name, kind) => {
  const open = async () => {
    const screen = await render(Overlay, { kind });
    await screen.getByRole('button', { name: 'Fermer', exact: true }).click();
    const dialog = screen.getByRole('dialog', { name: 'Fermer la fenêtre ?' });
    await expect.element(dialog).toBeVisible();
    return { screen, dialog };
  };

  test('is named by its title, described, and takes the focus', async () => {
    const { dialog } = await open();
    await expect.element(dialog).toHaveAccessibleDescription('Elle ne verra plus rien de nouveau.');
    await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
  });

  test('keeps the focus inside', async () => {
    const { dialog } = await open();
    await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
    for (let i = 0; i < 5; i++) {
      await userEvent.tab();
      expect(dialog.element().contains(document.activeElement)).toBe(true);
    }
  });

  test('closes with Escape and gives the focus back to what opened it', async () => {
    const { screen, dialog } = await open();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(screen.getByRole('button', { name: 'Fermer', exact: true })).toHaveFocus();
  });

  test('leaves the page usable once closed', async () => {
    const { screen, dialog } = await open();
    await screen.getByRole('button', { name: 'Oui' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.poll(() => getComputedStyle(document.body).pointerEvents).not.toBe('none');
    await screen.getByRole('button', { name: 'Fermer', exact: true }).click();
    await expect.element(dialog).toBeVisible();
  });

  test('has the colour of its record, large targets and no fault', async () => {
    const { dialog } = await open();
    const colour = getComputedStyle(dialog.element()).getPropertyValue('--record');
    expect(colour).toContain('#703f7f');
    expect(findSmallTargets(dialog.element())).toEqual([]);
    expect(await findFaults(dialog.element())).toEqual([]);
  });
});
