import type { Result } from '#base/result.ts';
import type { VaultApi } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import { DATABASE } from './database-name.ts';
import { eraseDevice, type ErasureProof } from './erase-device.ts';
import { startVault, type StartedVault } from './started-vault.ts';
import { createSwitchingVault } from './switching-vault.ts';
import { createTabLock, type TabLock, type TabState } from './tab-lock.ts';
import { ownScriptUrl } from './trusted-types.ts';
import { vaultElsewhere } from './unavailable-vault.ts';
import workerUrl from './vault-worker.ts?worker&url';

/** The vault as this tab has it. */
export type VaultClient = VaultApi & {
  /** "Utiliser ici": takes the vault from the tab that holds it. */
  useHere(): Promise<void>;
  /** False where nothing keeps a second tab from writing at the same time: the app says so. */
  readonly isGuarded: boolean;
  /** Ends the vault here and deletes everything of it; on failure it stands as before. */
  erase(proof: ErasureProof): Promise<Result<void, VaultError>>;
};

/** What a client stands on: the browser's own, or a test's. */
export type ClientPlatform = {
  readonly startWorker: () => Worker;
  readonly createTabLock: (changed: (state: TabState) => void) => TabLock;
  readonly erase: (proof: ErasureProof) => Promise<Result<void, VaultError>>;
  /** Resolves after a while. */
  readonly pause: (ms: number) => Promise<void>;
};

const browser: ClientPlatform = {
  startWorker: () => new Worker(ownScriptUrl(workerUrl), { type: 'module', name: 'vault' }),
  createTabLock: (changed) => createTabLock(changed),
  erase: (proof) => eraseDevice(DATABASE, proof),
  pause: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

/** A lock waits for what is being written, not for a network that does not answer. */
const LOCK_PATIENCE_MS = 5_000;
const ERASE_TRIES = 20;
const ERASE_PAUSE_MS = 100;

/**
 * The vault's client, once it is known which tab holds the vault. While another does, `status`
 * is `elsewhere` and the rest answers `HeldByOtherTab`; watches go on when it comes here. Locking
 * ends the worker with everything in its memory, and starts another that holds no key.
 * @param onBug told of every bug of the vault; calls are answered `Unexpected`
 */
export function connectVault(
  onBug: (bug: Error) => void,
  platform: ClientPlatform = browser,
): Promise<VaultClient> {
  const vault = createSwitchingVault(vaultElsewhere);
  let running: StartedVault | undefined;
  const change = (next: StartedVault | undefined): void => {
    const former = running;
    running = next;
    former?.stop(next?.vault ?? vaultElsewhere);
    vault.switchTo(next?.vault ?? vaultElsewhere);
  };
  const enter = async (state: TabState): Promise<void> => {
    change(state === 'held' ? startVault(platform.startWorker(), onBug) : undefined);
    await running?.ready;
  };
  const lock = async (): Promise<void> => {
    const locking = running;
    await Promise.race([vault.lock(), platform.pause(LOCK_PATIENCE_MS)]);
    if (locking !== undefined && locking === running) await enter('held');
  };
  const erase: VaultClient['erase'] = async (proof) => {
    await Promise.race([vault.lock(), platform.pause(LOCK_PATIENCE_MS)]);
    change(undefined);
    let erased = await platform.erase(proof);
    // The connections of a worker that was ended close a moment later.
    for (let tries = 1; !erased.ok && tries < ERASE_TRIES; tries++) {
      await platform.pause(ERASE_PAUSE_MS);
      erased = await platform.erase(proof);
    }
    if (!erased.ok) await enter('held');
    return erased;
  };
  return new Promise((resolve, reject) => {
    const tab = platform.createTabLock((state) => {
      enter(state).then(() => {
        const { isGuarded } = tab;
        resolve({ ...vault, lock, erase, useHere: () => tab.takeHere(), isGuarded });
      }, reject);
    });
  });
}
