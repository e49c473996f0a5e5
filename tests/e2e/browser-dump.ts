import type { Page } from '@playwright/test';
import type { Piece } from './canaries.ts';

/** Everything that the page's origin keeps in the browser, and what the address bar holds. */
export async function dumpBrowser(page: Page): Promise<Piece[]> {
  const dumped = await page.evaluate(readStorage);
  return dumped.map(({ where, base64 }) => ({ where, bytes: Buffer.from(base64, 'base64') }));
}

/** Runs in the page: it may name nothing from outside itself. */
async function readStorage(): Promise<{ where: string; base64: string }[]> {
  const pieces: { where: string; base64: string }[] = [];
  const put = (where: string, bytes: Uint8Array): void => {
    pieces.push({ where, base64: bytes.toBase64() });
  };
  const putText = (where: string, text: string): void => {
    put(where, new TextEncoder().encode(text));
  };
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(request.error ?? new Error('IndexedDB failed'));
      };
    });

  /** Strings, numbers and bytes of a value of any shape; a key of WebCrypto cannot be read. */
  async function putValue(where: string, value: unknown): Promise<void> {
    if (value instanceof Blob) put(where, new Uint8Array(await value.arrayBuffer()));
    else if (value instanceof ArrayBuffer) put(where, new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) {
      put(where, new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength));
    } else if (value instanceof Map || value instanceof Set) await putValue(where, [...value]);
    else if (typeof value === 'object' && value !== null) {
      for (const pair of Object.entries(value)) {
        putText(where, pair[0]);
        await putValue(`${where}.${pair[0]}`, pair[1]);
      }
    } else putText(where, String(value));
  }

  async function putDatabase(name: string): Promise<void> {
    const database = await answer(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([
        answer(store.getAllKeys()),
        answer<unknown[]>(store.getAll()),
      ]);
      const where = `IndexedDB ${name}/${table}`;
      for (const key of keys) await putValue(`${where}, a key`, key);
      for (const value of values) await putValue(where, value);
    }
    database.close();
  }

  async function putCache(name: string): Promise<void> {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const where = `Cache Storage ${name}, ${request.url}`;
      putText(where, JSON.stringify([...(response?.headers ?? [])]));
      put(where, new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
    }
  }

  async function putFolder(folder: FileSystemDirectoryHandle, where: string): Promise<void> {
    for await (const [name, handle] of folder.entries()) {
      putText(`${where}, a name`, name);
      if (handle instanceof FileSystemDirectoryHandle) await putFolder(handle, `${where}/${name}`);
      else if (handle instanceof FileSystemFileHandle) {
        await putValue(`${where}/${name}`, await handle.getFile());
      }
    }
  }

  for (const { name } of await indexedDB.databases()) await putDatabase(name ?? '');
  for (const name of await caches.keys()) await putCache(name);
  await putFolder(await navigator.storage.getDirectory(), 'private files');
  putText('localStorage', JSON.stringify(Object.entries(localStorage)));
  putText('sessionStorage', JSON.stringify(Object.entries(sessionStorage)));
  putText('cookies', document.cookie);
  await putValue('history state', history.state);
  putText('address', location.href);
  return pieces;
}
