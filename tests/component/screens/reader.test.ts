import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DocumentReader from '#ui/reader/DocumentReader.svelte';
import { kindOfFile } from '#ui/reader/file-kind.ts';
import pdfAddress from '../../fixtures/files/bilan-lipidique.pdf?url';
import photoAddress from '../../fixtures/files/compte-rendu.jpg?url';
import { ScriptedVault } from '../scripted-vault.ts';
import { speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const fetched = async (address: string): Promise<Blob> => (await fetch(address)).blob();

const read = (blob: Blob) =>
  render(InApp, {
    vault: new ScriptedVault(),
    screen: DocumentReader,
    given: { file: { blob, mediaType: 'application/pdf', fileName: 'bilan.pdf' }, title: 'Bilan' },
  });

describe('the reader', () => {
  test('draws a PDF in a frame that has scripts and nothing else', async () => {
    const screen = await read(await fetched(pdfAddress));
    await expect.element(screen.getByText('2 pages', { exact: true })).toBeVisible();
    const frame = screen.container.querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toBe('allow-scripts');
    expect(frame?.title).toBe('Contenu de Bilan');
    expect(frame?.contentDocument).toBeNull();
  });

  test('draws a photo in the same frame', async () => {
    const screen = await read(await fetched(photoAddress));
    await expect.element(screen.getByText('1 page', { exact: true })).toBeVisible();
  });

  test('a PDF cut short is said, not shown', async () => {
    const screen = await read((await fetched(pdfAddress)).slice(0, 900));
    await expect.element(screen.getByRole('alert').getByText(/abîmé ou incomplet/)).toBeVisible();
    expect(screen.container.querySelector('iframe')).toBeNull();
  });

  test('what is neither PDF nor image is given back, not drawn', async () => {
    const screen = await read(new Blob(['<svg onload="alert(1)"></svg>']));
    await expect.element(screen.getByText(/ne s’affiche pas ici/)).toBeVisible();
    expect(screen.container.querySelector('iframe')).toBeNull();
  });

  test('trusts the first bytes of a file, whatever its type claims', async () => {
    const page = new Blob(['<!doctype html><script>alert(1)</script>'], { type: 'image/png' });
    expect(await kindOfFile(page)).toBe('other');
    expect(await kindOfFile(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]))).toBe('image');
  });
});
