import { err } from '#base/result.ts';
import type { VaultApi, VaultStatus } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';

/** A vault that cannot be used here, and says why to everything it is asked. */
export function createUnavailableVault(status: VaultStatus, error: VaultError): VaultApi {
  const refuse = (): Promise<ReturnType<typeof err<VaultError>>> => Promise.resolve(err(error));
  const nothingToStop = (): Promise<() => void> => Promise.resolve(() => undefined);
  return {
    status: () => Promise.resolve(status),
    watchStatus: nothingToStop,
    unlock: refuse,
    unlockWithPasskey: refuse,
    lock: () => Promise.resolve(),
    run: refuse,
    watch: (_query, next) => {
      next(err(error));
      return nothingToStop();
    },
    openFile: refuse,
  };
}

export const brokenVault = (error: VaultError): VaultApi =>
  createUnavailableVault({ state: 'broken', error }, error);

export const vaultElsewhere: VaultApi = createUnavailableVault(
  { state: 'elsewhere' },
  { type: 'HeldByOtherTab' },
);
