import { createRawSnippet } from 'svelte';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Button from '#ui/components/Button.svelte';
import FileDrop from '#ui/components/FileDrop.svelte';
import Progress from '#ui/components/Progress.svelte';
import QrCode from '#ui/components/QrCode.svelte';
import Row from '#ui/components/Row.svelte';
import Skeleton from '#ui/components/Skeleton.svelte';
import Steps from '#ui/components/Steps.svelte';
import ToastRegion from '#ui/components/ToastRegion.svelte';
import { Theme } from '#ui/state/theme.svelte.ts';
import { Toasts } from '#ui/state/toasts.svelte.ts';
import { findSmallTargets, speakFrench } from './sheet-of-paper.ts';

beforeAll(speakFrench);

const says = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
const CLICK = { bubbles: true, cancelable: true };
const file = (name: string) => new File(['%PDF'], name, { type: 'application/pdf' });

describe('a button', () => {
  test('at work keeps the focus and does nothing more', async () => {
    const onclick = vi.fn();
    const screen = await render(Button, { onclick, children: says('Ouvrir') });
    const button = screen.getByRole('button', { name: 'Ouvrir' });
    await button.click();
    await screen.rerender({ busy: true });
    await expect.element(button).toHaveFocus();
    await expect.element(button).toHaveAttribute('aria-busy', 'true');
    await userEvent.keyboard('{Enter}');
    expect(onclick).toHaveBeenCalledTimes(1);
  });

  test('at work does not send its form', async () => {
    const form = document.createElement('form');
    const onsubmit = vi.fn((event: Event) => {
      event.preventDefault();
    });
    form.addEventListener('submit', onsubmit);
    document.body.append(form);
    const screen = await render(
      Button,
      { target: form, props: { type: 'submit', busy: true, children: says('Enregistrer') } },
      { baseElement: document.body },
    );
    // Playwright itself would wait for it to be enabled.
    screen.getByRole('button').element().dispatchEvent(new MouseEvent('click', CLICK));
    expect(onsubmit).not.toHaveBeenCalled();
    await screen.rerender({ busy: false });
    await screen.getByRole('button').click();
    expect(onsubmit).toHaveBeenCalledTimes(1);
    form.remove();
  });
});

describe('notices', () => {
  test('are said politely, and undone', async () => {
    const toasts = new Toasts();
    const undo = vi.fn();
    const screen = await render(ToastRegion, { toasts });
    const region = screen.getByRole('region', { name: 'Annonces' });
    await expect.element(region).toHaveAttribute('aria-live', 'polite');
    toasts.show('Document masqué.', undo);
    await expect.element(region.getByText('Document masqué.')).toBeVisible();
    expect(findSmallTargets(screen.container)).toEqual([]);
    await region.getByRole('button', { name: 'Annuler' }).click();
    expect(undo).toHaveBeenCalledTimes(1);
    await expect.element(screen.getByText('Document masqué.')).not.toBeInTheDocument();
  });

  test('leave by themselves, but not under the pointer', async () => {
    const toasts = new Toasts();
    const screen = await render(ToastRegion, { toasts });
    toasts.show('Document masqué.');
    const notice = screen.getByText('Document masqué.');
    await notice.hover();
    const [life] = notice.element().closest('.toast')?.getAnimations() ?? [];
    await expect.poll(() => life?.playState).toBe('paused');
    await userEvent.unhover(notice);
    await expect.poll(() => life?.playState).toBe('running');
    life?.finish();
    await expect.element(notice).not.toBeInTheDocument();
    expect(toasts.list).toEqual([]);
  });

  test('are three at most, the oldest leaving first', () => {
    const toasts = new Toasts();
    for (const text of ['un', 'deux', 'trois', 'quatre']) toasts.show(text);
    expect(toasts.list.map(({ text }) => text)).toEqual(['deux', 'trois', 'quatre']);
  });
});

describe('files', () => {
  const draw = async (several: boolean) => {
    const onfiles = vi.fn<(files: File[]) => void>();
    const screen = await render(FileDrop, { label: 'Ajouter', several, onfiles });
    const names = () => onfiles.mock.calls.map(([files]) => files.map(({ name }) => name));
    return { screen, names };
  };
  const carrying = (...files: File[]): DataTransfer => {
    const transfer = new DataTransfer();
    for (const one of files) transfer.items.add(one);
    return transfer;
  };

  test('come from the picker, twice the same if asked', async () => {
    const { screen, names } = await draw(true);
    const input = screen.container.querySelector<HTMLInputElement>('input:not([capture])');
    await userEvent.upload(input as HTMLInputElement, [file('a.pdf'), file('b.pdf')]);
    await userEvent.upload(input as HTMLInputElement, [file('a.pdf')]);
    expect(names()).toEqual([['a.pdf', 'b.pdf'], ['a.pdf']]);
  });

  test('come by dropping and by pasting', async () => {
    const { screen, names } = await draw(true);
    const place = screen.getByRole('group', { name: 'Ajouter' }).element();
    place.dispatchEvent(
      new DragEvent('drop', { dataTransfer: carrying(file('a.pdf')), cancelable: true }),
    );
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carrying(file('b.pdf')) }));
    expect(names()).toEqual([['a.pdf'], ['b.pdf']]);
  });

  test('come one at a time where one is asked', async () => {
    const { screen, names } = await draw(false);
    const place = screen.getByRole('group', { name: 'Ajouter' }).element();
    const dataTransfer = carrying(file('a.pdf'), file('b.pdf'));
    place.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    expect(names()).toEqual([['a.pdf']]);
  });

  test('a text pasted elsewhere is no file', async () => {
    const { names } = await draw(true);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'bonjour');
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    expect(names()).toEqual([]);
  });

  test('a camera is asked for the page before us', async () => {
    const { screen } = await draw(true);
    await expect.element(screen.getByRole('button', { name: 'Photographier' })).toBeVisible();
    expect(screen.container.querySelector('input[capture="environment"]')).not.toBeNull();
  });
});

describe('work', () => {
  test('says how far it is and can be given up', async () => {
    const oncancel = vi.fn();
    const screen = await render(Progress, {
      label: 'Mise à l’abri',
      value: 38,
      max: 120,
      oncancel,
    });
    const bar = screen.getByRole('progressbar', { name: 'Mise à l’abri' });
    await expect.element(bar).toHaveAttribute('value', '38');
    await screen.getByRole('button', { name: 'Annuler' }).click();
    expect(oncancel).toHaveBeenCalledTimes(1);
  });

  test('rows being opened are unseen at first, then announced', async () => {
    const screen = await render(Skeleton, { rows: 2 });
    const rows = screen.container.querySelector('.skeleton') as Element;
    const [reveal] = rows.getAnimations();
    expect(reveal?.effect?.getTiming().delay).toBe(150);
    await expect.poll(() => getComputedStyle(rows).visibility).toBe('visible');
    await expect.element(screen.getByRole('status')).toHaveTextContent('Chargement…');
  });

  test('a step says where one is', async () => {
    const screen = await render(Steps, { labels: ['Nom', 'Phrase', 'Kit'], current: 1 });
    await expect.element(screen.getByText('Étape 2 sur 3')).toBeVisible();
    const current = screen.container.querySelector('[aria-current="step"]');
    expect(current?.textContent.trim()).toBe('Phrase');
    expect(screen.getByRole('listitem').elements()[0]?.textContent).toContain('Nom (faite)');
  });
});

describe('a row', () => {
  test('is pressed anywhere', async () => {
    const onclick = vi.fn();
    const screen = await render(Row, {
      title: 'Bilan',
      facts: ['Laboratoire', '18 nov.'],
      onclick,
    });
    const row = screen.container.querySelector('li') as HTMLElement;
    const { left, top, height, width } = row.getBoundingClientRect();
    const corner = document.elementFromPoint(left + width - 4, top + height - 4);
    (corner as HTMLElement).click();
    expect(onclick).toHaveBeenCalledTimes(1);
    await expect.element(screen.getByText('Laboratoire · 18 nov.')).toBeVisible();
  });
});

describe('a code', () => {
  test('is a picture with a name, dark on white in the dark theme too', async () => {
    document.documentElement.dataset['theme'] = 'dark';
    const screen = await render(QrCode, { value: 'https://carnet.example', label: 'Invitation' });
    await expect.element(screen.getByRole('img', { name: 'Invitation' })).toBeVisible();
    const [ground, modules] = ['rect', 'path'].map(
      (part) => getComputedStyle(screen.container.querySelector(part) as Element).fill,
    );
    expect([ground, modules]).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    delete document.documentElement.dataset['theme'];
  });
});

describe('the theme', () => {
  const createTheme = (kept: string | null) => {
    const root = document.createElement('div');
    const written: string[] = [];
    const theme = new Theme({ root, read: () => kept, write: (choice) => written.push(choice) });
    return { theme, root, written };
  };

  test('follows the device until the person chooses', () => {
    const { theme, root, written } = createTheme(null);
    expect([theme.choice, root.dataset['theme']]).toEqual(['auto', undefined]);
    theme.choose('dark');
    expect([theme.choice, root.dataset['theme'], written]).toEqual(['dark', 'dark', ['dark']]);
    theme.choose('auto');
    expect(root.dataset['theme']).toBeUndefined();
  });

  test('colours the bar of the browser, and gives it back to the device', () => {
    const bars = ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)'].map((media) =>
      Object.assign(document.createElement('meta'), { media }),
    );
    const root = document.createElement('div');
    const theme = new Theme({ root, bars, read: () => 'dark', write: () => undefined });
    expect(bars.map(({ media }) => media)).toEqual(['not all', 'all']);
    theme.choose('auto');
    expect(bars.map(({ media }) => media)).toEqual([
      '(prefers-color-scheme: light)',
      '(prefers-color-scheme: dark)',
    ]);
  });

  test('is the one kept, unless what is kept makes no sense', () => {
    expect(createTheme('light').root.dataset['theme']).toBe('light');
    expect(createTheme('sepia').theme.choice).toBe('auto');
  });
});
