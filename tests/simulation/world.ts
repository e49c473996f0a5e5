import { instant, type Clock, type Instant } from '#base/time.ts';
import { untilQuiet } from './quiescence.ts';
import { SeededRandom } from './seeded-random.ts';

type Task = { readonly at: number; readonly tie: number; readonly act: () => void; isOff: boolean };

const START = Date.UTC(2026, 0, 1);

/**
 * One thread and one virtual time. What is to happen waits in order of time; what falls on the
 * same moment is ordered by the seed. Between two tasks everything comes to rest.
 */
export class World {
  readonly random: SeededRandom;
  readonly #tasks: Task[] = [];
  #now = START;
  steps = 0;

  constructor(seed: bigint) {
    this.random = new SeededRandom(seed);
  }

  get now(): Instant {
    return instant(this.#now);
  }

  readonly clock: Clock = { now: () => this.now };

  /** @returns calls it off */
  after(delayMs: number, act: () => void): () => void {
    const task: Task = {
      at: this.#now + Math.max(0, delayMs),
      tie: this.random.share(),
      act,
      isOff: false,
    };
    this.#insert(task);
    return () => {
      task.isOff = true;
    };
  }

  #insert(task: Task): void {
    let [low, high] = [0, this.#tasks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#tasks[middle] as Task;
      if (other.at < task.at || (other.at === task.at && other.tie <= task.tie)) low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
  }

  /** Lets `ms` of virtual time pass, with all that happens in it. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await untilQuiet();
    for (;;) {
      const next = this.#tasks[0];
      if (!next || next.at > end) break;
      this.#tasks.shift();
      if (next.isOff) continue;
      this.#now = Math.max(this.#now, next.at);
      this.steps += 1;
      next.act();
      await untilQuiet();
    }
    this.#now = end;
  }

  /** Waits in virtual time for a promise; undefined when it does not settle in time. */
  async settle<T>(promise: Promise<T>, withinMs: number): Promise<T | undefined> {
    const state: { value?: T; failure?: unknown; isDone: boolean } = { isDone: false };
    promise.then(
      (value) => {
        state.value = value;
        state.isDone = true;
      },
      (failure: unknown) => {
        state.failure = failure;
        state.isDone = true;
      },
    );
    const end = this.#now + withinMs;
    await untilQuiet();
    while (!state.isDone && this.#now < end) await this.pass(Math.min(50, end - this.#now));
    if (state.failure !== undefined) throw state.failure as Error;
    return state.value;
  }
}
