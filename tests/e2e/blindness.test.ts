import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { RelayProcess, temporaryFolder } from '../relay/relay-process.ts';
import { dumpBrowser } from './browser-dump.ts';
import { findWords, newCanary, type Piece } from './canaries.ts';
import * as notebook from './canary-notebooks.ts';
import { createNotebook, expectSynced, openFromMenu, receivePatient } from './people.ts';
import { WireRecord } from './wire-record.ts';

const APP = fileURLToPath(new URL('../../build', import.meta.url));

/** In every text field, in names and bodies of files, in both passphrases; new for each run. */
const canary = newCanary();
const rpps = notebook.possibleRpps();
const words = [canary, rpps];

const folder = temporaryFolder();
const wire = new WireRecord();
let relay: RelayProcess;
let holder: Page;
let doctor: Page;

/** A notebook full of canaries, another that was shown it; both are locked in the end. */
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  console.log(`canaries of this run: ${words.join(' ')}`);
  relay = await RelayProcess.start(folder.path, { CARNET_APP: APP });
  [holder, doctor] = [await newPerson(browser), await newPerson(browser)];
  await createNotebook(holder, `${canary}é du titulaire`);
  await notebook.fillProfile(holder, canary);
  await notebook.fillMeasure(holder, canary);
  await notebook.fillDocuments(holder, canary);
  await createNotebook(doctor, `${canary}é du soignant`);
  await notebook.fillProfessional(doctor, canary, rpps);
  await notebook.show(holder, doctor, await receivePatient(doctor), canary);
  await notebook.leaveHalfFilled(holder, canary);
  await expectSynced(holder);
  await doctor.getByRole('link', { name: 'Mon carnet' }).click();
  for (const page of [holder, doctor]) {
    await openFromMenu(page, 'Réglages');
    expect(findWords(await readPage(page), words)).not.toEqual([]);
    await notebook.lock(page);
  }
});

test.afterAll(async () => {
  await relay.terminate();
  folder.remove();
});

test('no word of a record can be read in the browser’s storage, on the wire or in the relay', async () => {
  const stores = [...(await dumpBrowser(holder)), ...(await dumpBrowser(doctor))];
  const sent = await wire.pieces();
  const running = readFolder(folder.path);
  await relay.terminate();
  const stopped = readFolder(folder.path);
  const log = { where: 'log', bytes: Buffer.from(relay.output()) };

  for (const table of ['slots', 'logs', 'ops', 'docs', 'views', 'blobs', 'chunks', 'notes']) {
    expect(bytesOf(stores, `IndexedDB carnet/${table}`), table).toBeGreaterThan(0);
  }
  expect(bytesOf(stores, 'IndexedDB carnet/chunks')).toBeGreaterThan(notebook.PDF_BYTES);
  expect(bytesOf(sent, 'frame sent')).toBeGreaterThan(0);
  expect(bytesOf(sent, 'frame received')).toBeGreaterThan(0);
  expect(bytesOf(sent, 'body of PUT')).toBeGreaterThan(notebook.PDF_BYTES);
  expect(bytesOf(sent, 'body of answer to GET')).toBeGreaterThan(notebook.PDF_BYTES);
  expect(bytesOf(running, 'relay.sqlite')).toBeGreaterThan(0);
  expect(bytesOf(stopped, 'blobs')).toBeGreaterThan(notebook.PDF_BYTES);
  expect(log.bytes.length).toBeGreaterThan(0);

  expect(findWords([...stores, ...sent, ...running, ...stopped, log], words)).toEqual([]);
});

test('a locked notebook leaves no word of it on the page', async () => {
  for (const page of [holder, doctor]) {
    expect(findWords(await readPage(page), words)).toEqual([]);
    await expect(page).toHaveTitle('Carnet');
    await page.goBack();
    await expect(page.getByText('Carnet est fermé à clé.')).toBeVisible();
    expect(findWords(await readPage(page), words)).toEqual([]);
    await expect(page).toHaveTitle('Carnet');
  }
});

async function newPerson(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: relay.url,
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  wire.watch(page);
  return page;
}

/** Title, text, attributes and what is typed, in the page and in every frame of it. */
async function readPage(page: Page): Promise<Piece[]> {
  const texts = page
    .frames()
    .flatMap((frame) => [
      frame.content(),
      frame.title(),
      frame
        .locator('input, textarea')
        .evaluateAll((boxes: HTMLInputElement[]) => boxes.map(({ value }) => value).join('\n')),
    ]);
  return (await Promise.all(texts)).map((text) => ({ where: 'page', bytes: Buffer.from(text) }));
}

const readFolder = (path: string): Piece[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return { where: file.slice(path.length + 1), bytes: readFileSync(file) };
    });

const bytesOf = (pieces: readonly Piece[], where: string): number =>
  pieces
    .filter((piece) => piece.where.startsWith(where))
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
