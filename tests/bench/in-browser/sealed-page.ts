import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { utf8 } from '#base/bytes.ts';
import { cryptoReady, sodium } from '#crypto/sodium.ts';

/** What the app painted, to be painted again by itself. */
export type PaintedRows = {
  readonly html: readonly string[];
  /** Addresses of the page's style sheets. */
  readonly styles: readonly string[];
  /** How many rows the app drew in all. */
  readonly drawn: number;
};

/** 100 documents as a view's page holds them, under XChaCha20-Poly1305; all in base64. */
export type SealedPage = { readonly key: string; readonly nonce: string; readonly bytes: string };

export async function sealedPage(): Promise<SealedPage> {
  await cryptoReady();
  const rows = Array.from({ length: 100 }, (_, index) => ({
    docId: 'documents/2025',
    entry: {
      id: String(index).padStart(32, '0'),
      section: 'documents',
      fields: {
        title: `Bilan ${String(index)}`,
        category: 'laboratory',
        date: '2025-06-30',
        author: 'Laboratoire des Halles',
        file: {
          blob: '0'.repeat(64),
          key: 'a'.repeat(64),
          sizeBytes: 120_000,
          mediaType: 'application/pdf',
          name: `bilan-${String(index)}.pdf`,
        },
      },
      meta: { createdAt: 1_750_000_000_000, changedAt: 1_750_000_000_000 },
    },
  }));
  const key = sodium().randombytes_buf(32);
  const nonce = sodium().randombytes_buf(24);
  const plain = utf8(JSON.stringify(rows));
  const bytes = sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key);
  const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
  return { key: base64(key), nonce: base64(nonce), bytes: base64(bytes) };
}

/**
 * Reads the sealed page from IndexedDB, opens it and parses it at full speed, as the vault's worker
 * does; then paints the rows in the app's own styles with the page slowed `slowed` times.
 * @returns milliseconds of both
 */
export async function openPageAndPaint(
  page: Page,
  sealed: SealedPage,
  painted: PaintedRows,
  slowed: number,
): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await loadSodium(page);
  await loadStyles(page, painted.styles);
  await store(page, sealed);
  const opened = await openStored(page, sealed);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  return opened + (await paint(page, painted.html));
}

const require = createRequire(import.meta.url);
const sodiumScripts = ['libsodium', 'libsodium-wrappers'].map((name) =>
  readFileSync(require.resolve(name), 'utf8'),
);

type PageWithSodium = { readonly sodium: ReturnType<typeof sodium> };

async function loadSodium(page: Page): Promise<void> {
  for (const content of sodiumScripts) await page.addScriptTag({ content });
  await page.evaluate(() => (globalThis as unknown as PageWithSodium).sodium.ready);
}

async function loadStyles(page: Page, styles: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    document.body.replaceChildren(document.createElement('main'));
    document.querySelector('main')?.append(document.createElement('ul'));
  });
  for (const url of styles) await page.addStyleTag({ url });
}

const store = (page: Page, { bytes }: SealedPage): Promise<void> =>
  page.evaluate(async (base64) => {
    const opening = indexedDB.open('floor-page', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('views');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const transaction = opening.result.transaction('views', 'readwrite');
    transaction.objectStore('views').put(Uint8Array.fromBase64(base64), 'page');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    opening.result.close();
  }, bytes);

const openStored = (page: Page, { key, nonce }: SealedPage): Promise<number> =>
  page.evaluate(
    async ({ key, nonce }) => {
      const { sodium } = globalThis as unknown as PageWithSodium;
      const opening = indexedDB.open('floor-page', 1);
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const [keyBytes, nonceBytes] = [Uint8Array.fromBase64(key), Uint8Array.fromBase64(nonce)];
      const startedAt = performance.now();
      const reading = opening.result.transaction('views').objectStore('views').get('page');
      await new Promise((resolve) => (reading.onsuccess = resolve));
      const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        reading.result as Uint8Array,
        null,
        nonceBytes,
        keyBytes,
      );
      const rows = JSON.parse(new TextDecoder().decode(plain)) as unknown[];
      const ms = performance.now() - startedAt;
      if (rows.length !== 100) throw new Error('not the page that was sealed');
      return ms;
    },
    { key, nonce },
  );

const paint = (page: Page, html: readonly string[]): Promise<number> =>
  page.evaluate(async (rows) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const list = document.querySelector('ul');
    if (!list) throw new Error('no list');
    const startedAt = performance.now();
    list.innerHTML = rows.join('');
    await frame();
    await frame();
    return performance.now() - startedAt;
  }, html);
