import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { err, type Result } from '#base/result.ts';
import DocumentsScreen from '#ui/sections/documents/DocumentsScreen.svelte';
import type { VaultError } from '#vault/errors.ts';
import { entryOf, ScriptedVault } from '../scripted-vault.ts';
import { findFaults, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const documentOf = (title: string, category: string, date: string, hidden = false) =>
  entryOf('documents', { title, category, date }, { hidden });

const dayBefore = (days: number): string =>
  new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString().slice(0, 10);

/** What a person drops on the page. */
function drop(...files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
}

describe('documents', () => {
  test('stand by month, the newest first, and those of a year alone under that year', async () => {
    const vault = new ScriptedVault({
      entries: [
        documentOf('Ancien carnet', 'other', '1998'),
        documentOf('Échographie', 'imaging', '2026-10-27'),
        documentOf('Bilan', 'laboratory', '2026-11-18'),
      ],
    });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await expect.element(screen.getByRole('heading', { name: 'Novembre 2026' })).toBeVisible();
    const headings = screen.getByRole('heading', { level: 2 }).elements();
    expect(headings.map(({ textContent }) => textContent)).toEqual([
      'Novembre 2026',
      'Octobre 2026',
      '1998',
    ]);
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('a category shows its documents only', async () => {
    const vault = new ScriptedVault({
      entries: [
        documentOf('Échographie', 'imaging', '2026-10-27'),
        documentOf('Bilan', 'laboratory', '2026-11-18'),
      ],
    });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await screen.getByText('Imagerie', { exact: true }).first().click();
    await expect.element(screen.getByRole('link', { name: 'Échographie' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Bilan' }).elements()).toEqual([]);
  });

  test('a hidden document says that no window shows it', async () => {
    const vault = new ScriptedVault({
      entries: [documentOf('Bilan', 'laboratory', '2026-11-18', true)],
    });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await expect
      .element(screen.getByRole('img', { name: 'Caché : aucune fenêtre ne le montre' }))
      .toBeVisible();
  });

  test('a long list is drawn as it is read on, and says how much of it is in sight', async () => {
    const entries = Array.from({ length: 120 }, (_, index) =>
      documentOf(`Bilan ${String(index)}`, 'laboratory', dayBefore(index)),
    );
    const screen = await render(InApp, {
      vault: new ScriptedVault({ entries }),
      screen: DocumentsScreen,
    });
    await expect.element(screen.getByText('50 documents sur 120')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /^Bilan/ }).elements()).toHaveLength(50);
    expect(await findFaults(screen.container)).toEqual([]);
    screen.getByText('50 documents sur 120').element().scrollIntoView();
    await expect.element(screen.getByText('100 documents sur 120')).toBeInTheDocument();
    screen.getByRole('link', { name: 'Bilan 99', exact: true }).element().scrollIntoView();
    await expect.element(screen.getByRole('link', { name: 'Bilan 119' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Montrer la suite' }).elements()).toEqual([]);
  });

  test('what is asked for by hand gets the focus', async () => {
    const entries = Array.from({ length: 60 }, (_, index) =>
      documentOf(`Bilan ${String(index)}`, 'laboratory', dayBefore(index)),
    );
    const screen = await render(InApp, {
      vault: new ScriptedVault({ entries }),
      screen: DocumentsScreen,
    });
    await expect.element(screen.getByText('50 documents sur 60')).toBeInTheDocument();
    // As assistive tools press it, without bringing it near first.
    (screen.getByRole('button', { name: 'Montrer la suite' }).element() as HTMLElement).click();
    await expect.element(screen.getByRole('link', { name: 'Bilan 50' })).toHaveFocus();
  });

  test('titles are found that are not in sight, and the count is of all', async () => {
    const entries = Array.from({ length: 80 }, (_, index) =>
      documentOf(`Bilan ${String(index)}`, index % 2 ? 'imaging' : 'laboratory', dayBefore(index)),
    );
    const vault = new ScriptedVault({ entries });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await screen.getByRole('searchbox', { name: /^Chercher un titre/ }).fill('bilan 79');
    await expect.element(screen.getByRole('link', { name: 'Bilan 79' })).toBeVisible();
    expect(screen.getByRole('link', { name: /^Bilan/ }).elements()).toHaveLength(1);
    await expect.element(screen.getByText('Tous · 80')).toBeVisible();
  });

  test('one file may fail without the others, and be tried again', async () => {
    let isRefused = true;
    const vault = new ScriptedVault({
      run: (command) =>
        command.type === 'addDocument' && command.file.name === 'vide.pdf' && isRefused
          ? { ok: false, error: { type: 'FileEmpty' } }
          : undefined,
    });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await expect.element(screen.getByText('Vos documents de santé, ensemble.')).toBeVisible();
    drop(new File([''], 'vide.pdf'), new File(['%PDF-1.4'], 'ordonnance_du-12.pdf'));
    await expect.element(screen.getByText(/^Ce fichier est vide\./)).toBeVisible();
    await expect.element(screen.getByRole('link', { name: 'Ordonnance du 12' })).toBeVisible();
    isRefused = false;
    await screen.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(screen.getByRole('link', { name: 'Vide' })).toBeVisible();
    expect(screen.getByText(/^Ce fichier est vide\./).elements()).toEqual([]);
  });

  test('one file may be given up while it is sealed, and one that waits, without the others', async () => {
    const given: string[] = [];
    let giveUp = (): void => undefined;
    const vault = new ScriptedVault({
      answer: ({ type }) =>
        type === 'progress'
          ? [{ id: 'add-1', work: 'sealing', entry: undefined, doneBytes: 3, totalBytes: 9 }]
          : undefined,
      run: (command) => {
        if (command.type === 'cancelWork') giveUp();
        if (command.type === 'addDocument') given.push(command.file.name);
        return undefined;
      },
      slow: ({ type }) => (type === 'addDocument' && given.length === 1 ? cancelled() : undefined),
    });
    const cancelled = (): Promise<Result<never, VaultError>> =>
      new Promise((resolve) => {
        giveUp = () => {
          resolve(err({ type: 'Cancelled' }));
        };
      });
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await expect.element(screen.getByText('Vos documents de santé, ensemble.')).toBeVisible();
    drop(...['un.pdf', 'deux.pdf', 'trois.pdf'].map((name) => new File(['%PDF-1.4'], name)));
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '3');
    await screen.getByRole('button', { name: 'Retirer de la liste' }).first().click();
    await expect.element(screen.getByText('deux.pdf')).not.toBeInTheDocument();
    await screen.getByRole('button', { name: 'Annuler' }).click();
    await expect.element(screen.getByRole('link', { name: 'Trois' })).toBeVisible();
    expect(given).toEqual(['un.pdf', 'trois.pdf']);
    expect(vault.commands).toContainEqual({ type: 'cancelWork', work: 'add-1' });
    expect(screen.getByText('un.pdf').elements()).toEqual([]);
  });

  test('files are hidden from their first moment on when the person says so', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, { vault, screen: DocumentsScreen });
    await screen.getByRole('switch', { name: 'Cachés dès l’ajout' }).click();
    drop(new File(['%PDF-1.4'], 'secret.pdf'));
    await expect.element(screen.getByRole('link', { name: 'Secret' })).toBeVisible();
    drop(new File(['%PDF-1.4'], 'autre.pdf'));
    await expect.element(screen.getByRole('link', { name: 'Autre' })).toBeVisible();
    const added = vault.commands.filter(({ type }) => type === 'addDocument');
    expect(added).toMatchObject([{ marks: { hidden: true } }, { marks: { hidden: false } }]);
  });
});
