import type { StoreError } from '#vault/ports.ts';

/** What the browser's database says, by the name of its error, in either of its two moments. */
const typeByName: Readonly<Record<string, StoreError['type']>> = {
  QuotaExceededError: 'DeviceFull',
  VersionError: 'NewerData',
  UnknownError: 'StorageDamaged',
  NotReadableError: 'StorageDamaged',
  NotFoundError: 'StorageDamaged',
  EncodingError: 'StorageDamaged',
  InvalidStateError: 'StorageDamaged',
  SecurityError: 'StorageRefused',
  NotAllowedError: 'StorageRefused',
  AbortError: 'StorageRefused',
  TimeoutError: 'StorageRefused',
};

/** While opening, an invalid state is a browser that keeps nothing (some private windows). */
const typeByNameWhenOpening: typeof typeByName = {
  ...typeByName,
  InvalidStateError: 'StorageRefused',
};

/** The expected failure that `error` stands for; anything else is a bug, and thrown on. */
export function storeErrorOf(error: unknown, moment: 'opening' | 'open'): StoreError {
  const types = moment === 'opening' ? typeByNameWhenOpening : typeByName;
  const type = error instanceof Object && 'name' in error ? types[String(error.name)] : undefined;
  if (type === undefined) throw error;
  return { type };
}
