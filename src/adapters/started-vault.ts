import type { VaultApi } from '#vault/api.ts';
import { createRemoteVault } from './remote-vault.ts';
import { brokenVault } from './unavailable-vault.ts';
import { WORKER_READY, isWorkerBug } from './vault-wire.ts';
import { createWaitingVault } from './waiting-vault.ts';

/** A vault in a worker of its own, from the moment that the worker is asked for. */
export type StartedVault = {
  readonly vault: VaultApi;
  /** Resolves once it answers, or is known never to. */
  readonly ready: Promise<unknown>;
  /** Ends the worker and everything in its memory; `next` answers what it left unanswered. */
  readonly stop: (next: VaultApi) => void;
};

/**
 * A worker that cannot even start (its file is gone, or refused) is a vault that is broken. A bug
 * in one that runs is told of; the worker goes on.
 */
export function startVault(worker: Worker, onBug: (bug: Error) => void): StartedVault {
  const started = Promise.withResolvers<VaultApi>();
  const after = Promise.withResolvers<VaultApi>();
  let isReady = false;
  worker.addEventListener('error', ({ message }) => {
    if (isReady) onBug(new Error(message));
    else started.resolve(brokenVault({ type: 'SelfTestFailed', primitive: 'worker' }));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isWorkerBug(data)) onBug(Object.assign(new Error(data.message), { name: data.name }));
    if (data !== WORKER_READY) return;
    isReady = true;
    started.resolve(createRemoteVault(worker, after.promise, onBug));
  });
  return {
    vault: createWaitingVault(started.promise),
    ready: started.promise,
    stop: (next) => {
      worker.terminate();
      after.resolve(next);
      started.resolve(next);
    },
  };
}
