import { ok, type Result } from '#base/result.ts';
import type { Bell, Topic } from './bell.ts';
import type { VaultError } from './errors.ts';
import type { Store, Write } from './ports.ts';

/**
 * One act as one transaction: what to write, then what to change in memory once it is on disk,
 * then who is told. If the transaction fails, memory and screens stay as they were.
 */
export class Batch {
  readonly #writes: Write[] = [];
  readonly #afterwards: (() => void)[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #lastWrites: (() => Write)[] = [];
  readonly #done = new Set<string>();
  readonly #topics = new Set<Topic>();

  write(...writes: readonly Write[]): this {
    this.#writes.push(...writes);
    return this;
  }

  /** A write made of what stands in memory when everything else is gathered. */
  writeAtLast(write: () => Write): this {
    this.#lastWrites.push(write);
    return this;
  }

  /** Runs `act` the first time that `name` is said to this batch. */
  once(name: string, act: () => void): this {
    if (!this.#done.has(name)) {
      this.#done.add(name);
      act();
    }
    return this;
  }

  /** Runs when the transaction is complete. */
  afterwards(act: () => void): this {
    this.#afterwards.push(act);
    return this;
  }

  /** Runs when the transaction failed: gives up what was prepared in memory. */
  otherwise(act: () => void): this {
    this.#undo.push(act);
    return this;
  }

  tell(...topics: readonly Topic[]): this {
    for (const topic of topics) this.#topics.add(topic);
    return this;
  }

  /** Once given up there is nothing left to give up. */
  giveUp(): void {
    for (const act of this.#undo.splice(0).toReversed()) act();
  }

  async commit(
    store: Store,
    bell: Bell,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<Result<void, VaultError>> {
    const writes = [...this.#writes, ...this.#lastWrites.map((write) => write())];
    if (writes.length > 0) {
      const done = await store.commit(writes, durability);
      if (!done.ok) {
        this.giveUp();
        return done;
      }
    }
    for (const act of this.#afterwards) act();
    bell.ringLater(this.#topics);
    return ok(undefined);
  }
}
