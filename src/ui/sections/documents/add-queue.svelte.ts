import type { LogId } from '#base/ids.ts';
import type { NewMarks } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import type { VaultState } from '../../state/vault.svelte.ts';

export type QueuedFile = {
  readonly id: number;
  readonly file: File;
  readonly record: LogId;
  readonly marks: NewMarks;
  readonly state: 'waiting' | 'sealing' | 'failed';
  readonly error: VaultError | undefined;
};

type CategoryWords = Readonly<Record<string, readonly string[]>>;

/** What the vault calls the work on a file of the queue. */
export const workOf = ({ id }: Pick<QueuedFile, 'id'>): string => `add-${String(id)}`;

/**
 * Files on their way into a record, one at a time; each may fail, or be given up, without the
 * others. One that failed stays in the list until it is tried again or dismissed:
 * `queue.add(record, files, words)`.
 */
export class AddQueue {
  list = $state.raw<readonly QueuedFile[]>([]);
  readonly #vault: VaultState;
  #next = 1;
  /** Ids of files that went in and were not counted yet; no screen reads them. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #entered = new Set<number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(vault: VaultState) {
    this.#vault = vault;
  }

  /** Answers once every file has been tried, with how many went in. */
  async add(
    record: LogId,
    files: readonly File[],
    words: CategoryWords,
    marks: NewMarks = {},
  ): Promise<number> {
    const added = files.map((file): QueuedFile => {
      return { id: this.#next++, file, record, marks, state: 'waiting', error: undefined };
    });
    this.list = [...this.list, ...added];
    await this.#run(words);
    return added.filter(({ id }) => this.#entered.delete(id)).length;
  }

  async retry(id: number, words: CategoryWords): Promise<void> {
    this.#change(id, { state: 'waiting', error: undefined });
    await this.#run(words);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((item) => item.id !== id);
  }

  /** Not wanted any more: one that is being sealed leaves nothing behind. */
  async cancel(id: number): Promise<void> {
    const isSealing = this.list.some((item) => item.id === id && item.state === 'sealing');
    if (isSealing) await this.#vault.run({ type: 'cancelWork', work: workOf({ id }) });
    else this.dismiss(id);
  }

  /** After those already at work: one file is sealed at a time. */
  #run(words: CategoryWords): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      for (let next = this.#waiting(); next; next = this.#waiting()) await this.#send(next, words);
    });
    return this.#turn;
  }

  #waiting = (): QueuedFile | undefined => this.list.find(({ state }) => state === 'waiting');

  async #send({ id, file, record, marks }: QueuedFile, words: CategoryWords): Promise<void> {
    this.#change(id, { state: 'sealing' });
    // The queue is there from the lock screen on; what reads names comes with the first file.
    const { categoryOfFile, titleOfFile } = await import('./from-file-name.ts');
    const fields = { title: titleOfFile(file.name), category: categoryOfFile(file.name, words) };
    const work = workOf({ id });
    const added = await this.#vault.run({ type: 'addDocument', record, file, fields, marks, work });
    if (added.ok) this.#entered.add(id);
    if (added.ok || added.error.type === 'Cancelled') this.dismiss(id);
    else this.#change(id, { state: 'failed', error: added.error });
  }

  #change(id: number, change: Partial<QueuedFile>): void {
    this.list = this.list.map((item) => (item.id === id ? { ...item, ...change } : item));
  }
}
