import type { VaultApi } from '#vault/api.ts';
import { createRemoteVault } from './remote-vault.ts';
import { createSwitchingVault } from './switching-vault.ts';
import { createTabLock, type TabLock, type TabState } from './tab-lock.ts';
import { ownScriptUrl } from './trusted-types.ts';
import { brokenVault, vaultElsewhere } from './unavailable-vault.ts';
import { WORKER_READY } from './vault-wire.ts';
import workerUrl from './vault-worker.ts?worker&url';

/** The vault as this tab has it. */
export type VaultClient = VaultApi & {
  /** "Utiliser ici": takes the vault from the tab that holds it. */
  useHere(): Promise<void>;
  /** False where nothing keeps a second tab from writing at the same time: the app says so. */
  readonly isGuarded: boolean;
};

/** What a client stands on: the browser's own, or a test's. */
export type ClientPlatform = {
  readonly startWorker: () => Worker;
  readonly createTabLock: (changed: (state: TabState) => void) => TabLock;
};

const browser: ClientPlatform = {
  startWorker: () => new Worker(ownScriptUrl(workerUrl), { type: 'module', name: 'vault' }),
  createTabLock: (changed) => createTabLock(changed),
};

/**
 * The vault's client, once it is known which tab holds the vault. While another does, `status`
 * is `elsewhere` and the rest answers `HeldByOtherTab`; watches go on when it comes here.
 */
export function connectVault(platform: ClientPlatform = browser): Promise<VaultClient> {
  const vault = createSwitchingVault(vaultElsewhere);
  let stopWorker = (): void => undefined;
  const enter = async (state: TabState): Promise<void> => {
    stopWorker();
    stopWorker = () => undefined;
    if (state === 'elsewhere') {
      vault.switchTo(vaultElsewhere);
    } else {
      const { started, stop } = startVault(platform.startWorker());
      stopWorker = stop;
      const api = await started;
      if (api) vault.switchTo(api);
    }
  };
  return new Promise((resolve, reject) => {
    const lock = platform.createTabLock((state) => {
      enter(state).then(() => {
        resolve({ ...vault, useHere: () => lock.takeHere(), isGuarded: lock.isGuarded });
      }, reject);
    });
  });
}

type StartedVault = {
  /** Undefined when it was stopped before it stood. */
  readonly started: Promise<VaultApi | undefined>;
  readonly stop: () => void;
};

/** A worker that cannot even start (its file is gone, or refused) is a vault that is broken. */
function startVault(worker: Worker): StartedVault {
  let stop = (): void => undefined;
  const started = new Promise<VaultApi | undefined>((resolve) => {
    const after = new Promise<VaultApi>((resolveAfter) => {
      stop = () => {
        worker.terminate();
        resolveAfter(vaultElsewhere);
        resolve(undefined);
      };
    });
    worker.addEventListener('error', () => {
      resolve(brokenVault({ type: 'SelfTestFailed', primitive: 'worker' }));
    });
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === WORKER_READY) resolve(createRemoteVault(worker, after));
    });
  });
  return { started, stop };
}
