import type { VaultApi } from '#vault/api.ts';

/** A vault that is being started: what it is asked waits for it. */
export function createWaitingVault(started: Promise<VaultApi>): VaultApi {
  return {
    status: async () => (await started).status(),
    watchStatus: async (next) => (await started).watchStatus(next),
    unlock: async (passphrase) => (await started).unlock(passphrase),
    unlockWithPasskey: async (credentialId, prf) =>
      (await started).unlockWithPasskey(credentialId, prf),
    lock: async () => (await started).lock(),
    run: async (command) => (await started).run(command),
    watch: async (query, next) => (await started).watch(query, next),
    openFile: async (file) => (await started).openFile(file),
  };
}
