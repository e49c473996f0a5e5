import { beforeAll, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { focusHeading } from '#ui/components/focus-heading.ts';
import Shell from './Shell.svelte';
import {
  findFaults,
  findOverflowing,
  findSmallTargets,
  speakFrench,
  withPage,
} from './sheet-of-paper.ts';

beforeAll(speakFrench);

describe('the shell', () => {
  test('the first stop of the keyboard leads to the page', async () => {
    const screen = await render(Shell);
    await userEvent.tab();
    const skip = screen.getByRole('link', { name: 'Aller au contenu' });
    await expect.element(skip).toHaveFocus();
    await expect.element(skip).toBeInViewport();
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('main')).toHaveFocus();
  });

  test('shows person, safety, search and Montrer before the five words, on every page', async () => {
    const screen = await render(Shell, { state: 'synced' });
    await expect.element(screen.getByRole('button', { name: /^Dossier de Camille/ })).toBeVisible();
    await expect.element(screen.getByRole('link', { name: /^Synchronisé/ })).toBeVisible();
    await expect.element(screen.getByRole('link', { name: 'Chercher' })).toBeVisible();
    await expect.element(screen.getByRole('link', { name: 'Montrer à un soignant' })).toBeVisible();
    const words = screen.getByRole('navigation', { name: 'Rubriques du dossier' });
    expect(words.getByRole('link').elements()).toHaveLength(5);
    await expect
      .element(words.getByRole('link', { name: 'Documents' }))
      .toHaveAttribute('aria-current', 'page');
    await expect
      .element(words.getByRole('link', { name: 'Messages 2 messages non lus' }))
      .toBeVisible();
  });

  test('the spine has the colour of the record', async () => {
    const screen = await render(Shell, { hue: 'ochre' });
    const shell = screen.container.querySelector('.shell');
    const { borderLeftColor, borderLeftWidth } = getComputedStyle(shell as Element);
    expect(borderLeftColor).toBe('rgb(120, 71, 0)');
    expect(borderLeftWidth).toBe('8px');
  });

  test('the five words stand at the bottom of a phone and in the rail of a large screen', async () => {
    const screen = await render(Shell);
    const words = screen.getByRole('navigation', { name: 'Rubriques du dossier' }).element();
    expect(words.getBoundingClientRect().bottom).toBeCloseTo(844, 0);
    await withPage({ widthPx: 1280 }, () => {
      const { left, right, top } = words.getBoundingClientRect();
      expect([left, right <= 260, top < 120]).toEqual([8, true, true]);
    });
  });

  test('what floats stays above the five words, wherever it is drawn', async () => {
    const barPx = (): string =>
      getComputedStyle(document.documentElement).getPropertyValue('--bar').trim();
    const screen = await render(Shell);
    expect(barPx()).toBe('68px');
    await withPage({ widthPx: 1280 }, () => {
      expect(barPx()).toBe('0px');
    });
    await screen.unmount();
    expect(barPx()).toBe('');
  });

  test('the title takes the focus after a change of page', async () => {
    const screen = await render(Shell);
    expect(focusHeading(document)).toBe(true);
    await expect
      .element(screen.getByRole('heading', { level: 1, name: 'Documents' }))
      .toHaveFocus();
    await screen.unmount();
    expect(focusHeading(document)).toBe(false);
  });

  test.each([
    { widthPx: 320 },
    { widthPx: 360 },
    { widthPx: 390, letters: '200%' as const },
    { widthPx: 600 },
    { widthPx: 1280, letters: '200%' as const },
  ])('fits in $widthPx px with letters of $letters', async (options) => {
    const screen = await render(Shell, { state: 'temporary', name: 'Jeanne Le Gall-Kermadec' });
    await withPage(options, () => {
      expect(findOverflowing(screen.container)).toEqual([]);
      expect(findSmallTargets(screen.container)).toEqual([]);
      const words = screen.getByRole('navigation', { name: 'Rubriques du dossier' });
      for (const link of words.getByRole('link').elements()) {
        expect(link.scrollWidth).toBeLessThanOrEqual(link.clientWidth + 1);
      }
    });
  });

  test.each(['light', 'dark'] as const)('has no fault in the %s theme', async (theme) => {
    const screen = await render(Shell);
    await withPage({ widthPx: 390, theme }, async () => {
      expect(await findFaults(screen.container)).toEqual([]);
    });
  });
});

describe('the person', () => {
  test('opens the pages and the other records, and closes with Escape', async () => {
    const screen = await render(Shell);
    const person = screen.getByRole('button', { name: /^Dossier de Camille/ });
    const lou = screen.getByRole('link', { name: /Lou/ });
    await expect.element(lou).not.toBeInTheDocument();
    await person.click();
    await expect.element(lou).toBeVisible();
    await expect.element(screen.getByRole('link', { name: 'Réglages' })).toBeVisible();
    await expect.element(person).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('{Escape}');
    await expect.element(lou).not.toBeInTheDocument();
    await expect.element(person).toHaveFocus();
  });

  test('closes once a page is chosen', async () => {
    const screen = await render(Shell);
    await screen.getByRole('button', { name: /^Dossier de Camille/ }).click();
    const settings = screen.getByRole('link', { name: 'Réglages' });
    await settings.click();
    await expect.element(settings).not.toBeInTheDocument();
  });

  test('has large targets and no fault when open', async () => {
    const screen = await render(Shell);
    await screen.getByRole('button', { name: /^Dossier de Camille/ }).click();
    await expect.element(page.getByRole('link', { name: 'Réglages' })).toBeVisible();
    expect(findSmallTargets(screen.container)).toEqual([]);
    expect(await findFaults(screen.container)).toEqual([]);
  });
});
