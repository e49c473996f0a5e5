import { proxy, releaseProxy, wrap, type Endpoint, type Remote } from 'comlink';
import { err, type Result } from '#base/result.ts';
import type { CommandResult, VaultApi } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import type { WireVault } from './vault-wire.ts';

/**
 * The page's end of a vault in a worker. Every act settles: a bug over there is told of, and
 * answered as a failure that has its sentence.
 * @param after what answers once the worker is gone, also to calls that it left unanswered
 */
export function createRemoteVault(
  endpoint: Endpoint,
  after: Promise<VaultApi>,
  onBug: (bug: Error) => void,
): VaultApi {
  const remote = wrap(endpoint) as unknown as WireVault;
  // What was answered must never be asked again: an old passphrase would open what was locked.
  const orAfter = <T>(
    answer: Promise<T>,
    otherwise: (vault: VaultApi) => Promise<T>,
  ): Promise<T> => {
    let isAnswered = false;
    const answered = answer.finally(() => {
      isAnswered = true;
    });
    return Promise.race([
      answered,
      after.then((vault) => (isAnswered ? answered : otherwise(vault))),
    ]);
  };
  const settled = async <T>(
    answer: Promise<Result<T, VaultError>>,
  ): Promise<Result<T, VaultError>> => {
    try {
      return await answer;
    } catch (bug) {
      onBug(bug instanceof Error ? bug : new Error('thrown, and not an error'));
      return err({ type: 'Unexpected' });
    }
  };

  return {
    status: () => orAfter(remote.status(), (vault) => vault.status()),
    watchStatus: (next) =>
      orAfter(
        watch(next, (callback) => remote.watchStatus(callback)),
        (vault) => vault.watchStatus(next),
      ),
    unlock: (passphrase) =>
      orAfter(settled(remote.unlock(passphrase)), (vault) => vault.unlock(passphrase)),
    unlockWithPasskey: (credentialId, prf) =>
      orAfter(settled(remote.unlockWithPasskey(credentialId, prf)), (vault) =>
        vault.unlockWithPasskey(credentialId, prf),
      ),
    lock: () => orAfter(remote.lock(), (vault) => vault.lock()),
    run: (command) =>
      orAfter(
        settled(remote.run(command) as Promise<Result<CommandResult<typeof command>, VaultError>>),
        (vault) => vault.run(command),
      ),
    watch: (query, next) =>
      orAfter(
        watch(next as (answer: Result<unknown, VaultError>) => void, (callback) =>
          remote.watch(query, callback),
        ),
        (vault) => vault.watch(query, next),
      ),
    openFile: (file) => orAfter(settled(remote.openFile(file)), (vault) => vault.openFile(file)),
  };
}

/** Nothing is called once the watch was ended, and both ends' proxies are released. */
async function watch<T>(
  next: (value: T) => void,
  begin: (callback: (value: T) => void) => Promise<unknown>,
): Promise<() => void> {
  let isEnded = false;
  const callback = (value: T): void => {
    if (!isEnded) next(value);
  };
  const stop = (await begin(proxy(callback))) as Remote<() => void>;
  return () => {
    if (isEnded) return;
    isEnded = true;
    void stop().then(() => {
      stop[releaseProxy]();
    });
  };
}
