import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { StoreError } from '#vault/ports.ts';
import { storeErrorOf } from './storage-error.ts';

/** Why nothing is lost: the person holds an archive, or another place holds every op. */
export type ErasureProof =
  | { readonly exported: true }
  | { readonly otherCopy: { readonly of: 'relay' | 'device'; readonly confirmedAt: Instant } };

/**
 * Deletes a database of this device whole; the only place where that can be done. A connection
 * that stands open elsewhere is closed by it, and refused from then on.
 * @param _proof is what the caller must hold to be here
 */
export async function eraseDevice(
  name: string,
  _proof: ErasureProof,
  factory: IDBFactory = indexedDB,
): Promise<Result<void, StoreError>> {
  try {
    await endOf(factory.deleteDatabase(name));
    return ok(undefined);
  } catch (error) {
    return err(storeErrorOf(error, 'open'));
  }
}

const endOf = (request: IDBOpenDBRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve();
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException('the database stays', 'UnknownError'));
    };
    request.onblocked = () => {
      reject(new DOMException('another connection stays open', 'NotAllowedError'));
    };
  });
