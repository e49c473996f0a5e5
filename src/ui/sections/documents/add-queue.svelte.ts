import type { LogId } from '#base/ids.ts';
import type { VaultError } from '#vault/errors.ts';
import type { VaultState } from '../../state/vault.svelte.ts';
import { categoryOfFile, titleOfFile } from './from-file-name.ts';

export type QueuedFile = {
  readonly id: number;
  readonly file: File;
  readonly record: LogId;
  readonly state: 'waiting' | 'sealing' | 'failed';
  readonly error: VaultError | undefined;
};

type CategoryWords = Readonly<Record<string, readonly string[]>>;

/**
 * Files on their way into a record, one at a time; one may fail without the others, and stays
 * in the list until it is tried again or dismissed: `queue.add(record, files, words)`.
 */
export class AddQueue {
  list = $state.raw<readonly QueuedFile[]>([]);
  readonly #vault: VaultState;
  #next = 1;
  #turn: Promise<void> = Promise.resolve();

  constructor(vault: VaultState) {
    this.#vault = vault;
  }

  /** Answers once every file has been tried, with how many went in. */
  async add(record: LogId, files: readonly File[], words: CategoryWords): Promise<number> {
    const added = files.map((file): QueuedFile => {
      return { id: this.#next++, file, record, state: 'waiting', error: undefined };
    });
    this.list = [...this.list, ...added];
    await this.#run(words);
    const failed = added.filter(({ id }) => this.list.some((item) => item.id === id));
    return added.length - failed.length;
  }

  async retry(id: number, words: CategoryWords): Promise<void> {
    this.#change(id, { state: 'waiting', error: undefined });
    await this.#run(words);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((item) => item.id !== id);
  }

  /** After those already at work: one file is sealed at a time. */
  #run(words: CategoryWords): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      for (let next = this.#waiting(); next; next = this.#waiting()) await this.#send(next, words);
    });
    return this.#turn;
  }

  #waiting = (): QueuedFile | undefined => this.list.find(({ state }) => state === 'waiting');

  async #send({ id, file, record }: QueuedFile, words: CategoryWords): Promise<void> {
    this.#change(id, { state: 'sealing' });
    const fields = { title: titleOfFile(file.name), category: categoryOfFile(file.name, words) };
    const added = await this.#vault.run({ type: 'addDocument', record, file, fields });
    if (added.ok) this.dismiss(id);
    else this.#change(id, { state: 'failed', error: added.error });
  }

  #change(id: number, change: Partial<QueuedFile>): void {
    this.list = this.list.map((item) => (item.id === id ? { ...item, ...change } : item));
  }
}
