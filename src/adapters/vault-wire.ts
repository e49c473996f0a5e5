import type { Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { Command, FileHandle, OpenedFile, Query, VaultStatus } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';

/**
 * `VaultApi` as it crosses Comlink, where generic methods lose their types: commands and
 * answers are plain data, callbacks and the functions that end a watch are proxies.
 */
export type WireVault = {
  status(): Promise<VaultStatus>;
  watchStatus(next: (status: VaultStatus) => void): Promise<() => void>;
  unlock(passphrase: string): Promise<Result<void, VaultError>>;
  unlockWithPasskey(credentialId: string, prf: Bytes): Promise<Result<void, VaultError>>;
  lock(): Promise<void>;
  run(command: Command): Promise<Result<unknown, VaultError>>;
  watch(query: Query, next: (answer: Result<unknown, VaultError>) => void): Promise<() => void>;
  openFile(file: FileHandle): Promise<Result<OpenedFile, VaultError>>;
};

/** Posted by the worker once it listens: what was posted to it before may be lost. */
export const WORKER_READY = 'ready';

/** Posted by the worker when something threw that nobody waited for. */
export type WorkerBug = { readonly bug: true; readonly name: string; readonly message: string };

export const isWorkerBug = (data: unknown): data is WorkerBug =>
  typeof data === 'object' && data !== null && 'bug' in data;
