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
  MissingAPIError: 'StorageRefused',
  DatabaseClosedError: 'StorageRefused',
};

/** While opening, an invalid state is a browser that keeps nothing (some private windows). */
const typeByNameWhenOpening: typeof typeByName = {
  ...typeByName,
  InvalidStateError: 'StorageRefused',
};

/** The expected failure that `error` stands for; anything else is a bug, and thrown on. */
export function storeErrorOf(error: unknown, moment: 'opening' | 'open'): StoreError {
  const types = moment === 'opening' ? typeByNameWhenOpening : typeByName;
  for (let cause = error; cause instanceof Object; cause = innerOf(cause)) {
    const type = 'name' in cause && types[String(cause.name)];
    // Dexie wraps the browser's error; an abort or a closing says less than its cause.
    if (type && !(isVague(cause) && innerOf(cause) instanceof Object)) return { type };
  }
  throw error;
}

const isVague = (error: object): boolean =>
  'name' in error && (error.name === 'AbortError' || error.name === 'DatabaseClosedError');

const innerOf = (error: object): unknown => ('inner' in error ? error.inner : undefined);
