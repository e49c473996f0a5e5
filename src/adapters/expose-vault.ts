import { expose, proxy, releaseProxy, type Endpoint, type Remote } from 'comlink';
import type { VaultApi } from '#vault/api.ts';
import { WORKER_READY, type WireVault, type WorkerBug } from './vault-wire.ts';

type WorkerScope = {
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
};

/** The worker's end: answers for `vault` on `endpoint`, says that it is ready, tells of its bugs. */
export function exposeVault(vault: Promise<VaultApi>, endpoint: Endpoint & WorkerScope): void {
  endpoint.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
    const { name, message } = bareError(reason);
    endpoint.postMessage({ bug: true, name, message } satisfies WorkerBug);
  });
  const on = <T>(act: (vault: VaultApi) => Promise<T>): Promise<T> =>
    withBareErrors(vault.then(act));

  const wire: WireVault = {
    status: () => on((api) => api.status()),
    watchStatus: (next) => on((api) => watch(next, (callback) => api.watchStatus(callback))),
    unlock: (passphrase) => on((api) => api.unlock(passphrase)),
    unlockWithPasskey: (credentialId, prf) => on((api) => api.unlockWithPasskey(credentialId, prf)),
    lock: () => on((api) => api.lock()),
    run: (command) => on((api) => api.run(command)),
    watch: (query, next) => on((api) => watch(next, (callback) => api.watch(query, callback))),
    openFile: (file) => on((api) => api.openFile(file)),
  };
  expose(wire, endpoint);
  endpoint.postMessage(WORKER_READY);
}

/** Begins a watch whose callback is the other side's proxy, released when the watch ends. */
async function watch<T>(
  next: (value: T) => void,
  begin: (callback: (value: T) => void) => Promise<() => void>,
): Promise<() => void> {
  const remote = next as unknown as Remote<(value: T) => void>;
  let isEnded = false;
  const stop = await begin((value) => {
    if (!isEnded) next(value);
  });
  return proxy(() => {
    if (isEnded) return;
    isEnded = true;
    stop();
    remote[releaseProxy]();
  });
}

/** A bug crosses with its name and message alone: a stack tells of nothing the page needs. */
async function withBareErrors<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (bug) {
    throw bareError(bug);
  }
}

function bareError(bug: unknown): Error {
  const bare = new Error(bug instanceof Error ? bug.message : 'thrown, and not an error');
  bare.name = bug instanceof Error ? bug.name : 'Error';
  delete bare.stack;
  return bare;
}
