import { vi } from 'vitest';
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import type { FillablePlatform } from './store-devices.ts';

const FITS_BYTES = 1024 * 1024;

const factory = new IDBFactory();

/** A database in Node's memory. */
export const fakePlatform: FillablePlatform = {
  platform: () => ({ indexedDB: factory, IDBKeyRange }),
  setFull: setFakeDatabaseFull,
};

type Put = (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest<IDBValidKey>;

/** fake-indexeddb knows no quota: while full, larger values are refused as a browser would. */
function setFakeDatabaseFull(isFull: boolean): Promise<void> {
  vi.restoreAllMocks();
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as Put;
  const refusing: Put = function (value, key) {
    if (value instanceof Uint8Array && value.length > FITS_BYTES) {
      throw new DOMException('full', 'QuotaExceededError');
    }
    return put.call(this, value, key);
  };
  if (isFull) vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(refusing);
  return Promise.resolve();
}
