import type { Result } from '#base/result.ts';
import type { Change, Storage } from './port.ts';

type Write = {
  readonly changes: readonly Change[];
  readonly settle: (result: Result<void, 'Full'>) => void;
};

export type GroupCommitDeps = {
  readonly storage: Storage;
  /** Runs an act once what has already arrived was taken (`setImmediate`). */
  readonly defer: (act: () => void) => void;
  /** The disk failed: what it holds is unknown, and the process must end. */
  readonly fatal: (failure: unknown) => void;
};

/**
 * The relay's one writer: everything that arrived while a transaction was being written goes
 * into the next one, and is settled, in order, once that is on disk. When the disk is full,
 * what waits behind is refused too, since it may build on what was refused.
 */
export class GroupCommit {
  readonly #deps: GroupCommitDeps;
  readonly #batchEnds: (() => void)[] = [];
  readonly #idle: (() => void)[] = [];
  #waiting: Write[] = [];
  #isScheduled = false;
  #isWriting = false;

  constructor(deps: GroupCommitDeps) {
    this.#deps = deps;
  }

  add(changes: readonly Change[], settle: Write['settle']): void {
    this.#waiting.push({ changes, settle });
    this.#schedule();
  }

  write(changes: readonly Change[]): Promise<Result<void, 'Full'>> {
    return new Promise((resolve) => {
      this.add(changes, resolve);
    });
  }

  /** `act` runs after each batch has been settled. */
  onBatchEnd(act: () => void): void {
    this.#batchEnds.push(act);
  }

  /** Resolves once everything added before has been settled. */
  async settled(): Promise<void> {
    if (this.#waiting.length === 0 && !this.#isWriting) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isWriting) return;
    this.#isScheduled = true;
    this.#deps.defer(() => {
      this.#isScheduled = false;
      this.#flush().catch(this.#deps.fatal);
    });
  }

  async #flush(): Promise<void> {
    let batch = this.#waiting;
    this.#waiting = [];
    this.#isWriting = true;
    const result = await this.#deps.storage.commit(batch.flatMap(({ changes }) => changes));
    this.#isWriting = false;
    if (!result.ok) {
      batch = [...batch, ...this.#waiting];
      this.#waiting = [];
    }
    for (const { settle } of batch) settle(result);
    for (const act of this.#batchEnds) act();
    if (this.#waiting.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }
}
