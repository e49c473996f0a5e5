import type { Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type {
  Command,
  CommandResult,
  FileHandle,
  OpenedFile,
  Query,
  QueryAnswer,
  VaultApi,
  VaultStatus,
} from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import { LiveQuery, type Subscribe } from './live-query.svelte.ts';

/** A subscription that starts over there, as one that can be ended at once here. */
const subscribing =
  <T>(start: (next: (value: T) => void) => Promise<() => void>): Subscribe<T> =>
  (next, fail) => {
    let ended = false;
    let stop: (() => void) | undefined;
    start(next).then((stopper) => {
      if (ended) stopper();
      else stop = stopper;
    }, fail);
    return () => {
      ended = true;
      stop?.();
    };
  };

/**
 * The answer to a query of the vault, kept up to date while a component reads it:
 * `const recent = $derived(vault.query({ type: 'recent', record, limit: 4 }))`, `recent.current`.
 */
export class QueryState<Q extends Query> {
  readonly #answers: LiveQuery<Result<QueryAnswer<Q>, VaultError>>;

  constructor(api: Promise<VaultApi>, query: Q) {
    this.#answers = new LiveQuery(subscribing(async (next) => (await api).watch(query, next)));
  }

  /** The latest answer; undefined until there is one, and while the vault fails to give one. */
  get current(): QueryAnswer<Q> | undefined {
    const answer = this.#answers.current;
    return answer?.ok ? answer.value : undefined;
  }

  get error(): VaultError | undefined {
    const answer = this.#answers.current;
    return answer?.ok === false ? answer.error : undefined;
  }

  /** True until the first answer or failure. */
  get waiting(): boolean {
    return this.#answers.current === undefined;
  }
}

/** The status now, then each change; an answer that comes after a change is already old. */
async function followStatus(
  api: VaultApi,
  next: (status: VaultStatus) => void,
): Promise<() => void> {
  let isTold = false;
  const wasTold = (): boolean => isTold;
  const stop = await api.watchStatus((status) => {
    isTold = true;
    next(status);
  });
  const status = await api.status();
  if (!wasTold()) next(status);
  return stop;
}

/** The vault as screens hold it: its status and its answers as reactive values, its acts as is. */
export class VaultState {
  readonly #api: Promise<VaultApi>;
  readonly #status: LiveQuery<VaultStatus>;

  /** `api`: it may take a moment to be known which tab holds the vault. */
  constructor(api: Promise<VaultApi>) {
    this.#api = api;
    this.#status = new LiveQuery(subscribing(async (next) => followStatus(await api, next)));
  }

  /** Undefined until the vault has answered. */
  get status(): VaultStatus | undefined {
    return this.#status.current;
  }

  /** Why no vault could be had at all. */
  get failure(): unknown {
    return this.#status.error;
  }

  query<Q extends Query>(query: Q): QueryState<Q> {
    return new QueryState(this.#api, query);
  }

  async run<C extends Command>(command: C): Promise<Result<CommandResult<C>, VaultError>> {
    return (await this.#api).run(command);
  }

  /** The answer to a query as it is now. */
  async ask<Q extends Query>(query: Q): Promise<Result<QueryAnswer<Q>, VaultError>> {
    const api = await this.#api;
    return new Promise((resolve, reject) => {
      const stop = api.watch(query, (answer) => {
        resolve(answer);
        void stop.then((end) => {
          end();
        });
      });
      stop.catch(reject);
    });
  }

  async unlock(passphrase: string): Promise<Result<void, VaultError>> {
    return (await this.#api).unlock(passphrase);
  }

  async unlockWithPasskey(credentialId: string, prf: Bytes): Promise<Result<void, VaultError>> {
    return (await this.#api).unlockWithPasskey(credentialId, prf);
  }

  async lock(): Promise<void> {
    await (await this.#api).lock();
  }

  async openFile(file: FileHandle): Promise<Result<OpenedFile, VaultError>> {
    return (await this.#api).openFile(file);
  }
}
