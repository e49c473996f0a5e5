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
export function eraseDevice(
  name: string,
  _proof: ErasureProof,
  factory: IDBFactory = indexedDB,
): Promise<Result<void, StoreError>> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => {
      resolve(ok(undefined));
    };
    request.onblocked = () => {
      resolve(err({ type: 'StorageRefused' }));
    };
    request.onerror = () => {
      try {
        resolve(err(storeErrorOf(request.error, 'open')));
      } catch (bug) {
        reject(bug as Error);
      }
    };
  });
}
