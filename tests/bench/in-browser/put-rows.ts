import type { Page } from '@playwright/test';
import type { DeviceRows } from './long-record.ts';

const ROWS_AT_ONCE = 2_000;

/** Fills the database that the app made, from a page of its origin in which no app runs. */
export async function putRows(page: Page, rows: DeviceRows): Promise<void> {
  for (const [table, all] of Object.entries(rows)) {
    for (let first = 0; first < all.length; first += ROWS_AT_ONCE) {
      await putSome(page, table, all.slice(first, first + ROWS_AT_ONCE));
    }
  }
}

function putSome(page: Page, table: string, rows: DeviceRows[string]): Promise<void> {
  return page.evaluate(
    async ({ table, rows }) => {
      const opening = indexedDB.open('carnet');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => {
          resolve(opening.result);
        };
        opening.onerror = () => {
          reject(opening.error ?? new Error('no database'));
        };
      });
      const transaction = database.transaction(table, 'readwrite');
      const store = transaction.objectStore(table);
      for (const [key, base64] of rows) store.put(Uint8Array.fromBase64(base64), key);
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => {
          resolve();
        };
        transaction.onabort = () => {
          reject(transaction.error ?? new Error('aborted'));
        };
      });
      database.close();
    },
    { table, rows },
  );
}
