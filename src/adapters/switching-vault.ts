import type { VaultApi } from '#vault/api.ts';

/** One vault for the page's whole life, whichever stands behind it at the moment. */
export type SwitchingVault = VaultApi & {
  /** Everything watched is watched again on `vault`; its status is told. */
  switchTo(vault: VaultApi): void;
};

type Begin = (vault: VaultApi) => Promise<() => void>;

export function createSwitchingVault(first: VaultApi): SwitchingVault {
  let current = first;
  const watches = new Set<(vault: VaultApi) => Promise<void>>();

  /** Keeps a watch alive across switches, until the returned function is called. */
  const follow = async (begin: Begin): Promise<() => void> => {
    let stop = (): void => undefined;
    let isEnded = false;
    const watch = async (vault: VaultApi): Promise<void> => {
      stop();
      const begun = await begin(vault);
      if (isEnded || vault !== current) begun();
      else stop = begun;
    };
    watches.add(watch);
    await watch(current);
    return () => {
      isEnded = true;
      watches.delete(watch);
      stop();
    };
  };

  return {
    status: () => current.status(),
    watchStatus: (next) => {
      let told: VaultApi | undefined = current;
      return follow(async (vault) => {
        const stop = await vault.watchStatus(next);
        if (vault !== told) next(await vault.status());
        told = undefined;
        return stop;
      });
    },
    unlock: (passphrase) => current.unlock(passphrase),
    unlockWithPasskey: (credentialId, prf) => current.unlockWithPasskey(credentialId, prf),
    lock: () => current.lock(),
    run: (command) => current.run(command),
    watch: (query, next) => follow((vault) => vault.watch(query, next)),
    openFile: (file) => current.openFile(file),
    switchTo: (vault) => {
      current = vault;
      for (const watch of watches) void watch(vault);
    },
  };
}
