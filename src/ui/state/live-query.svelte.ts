import { createSubscriber } from 'svelte/reactivity';

/** Starts a subscription and returns what stops it. */
export type Subscribe<T> = (next: (value: T) => void, fail: (error: unknown) => void) => () => void;

/**
 * A value that lives elsewhere (a query of the vault), as something a component reads:
 * `const documents = new LiveQuery((next, fail) => vault.watch(query, next, fail))`, then
 * `documents.current`. The subscription starts with the first reader and ends with the last;
 * the last value stays, so that a page seen again shows it at once.
 */
export class LiveQuery<T> {
  #value = $state.raw<T>();
  #error = $state.raw<unknown>();
  readonly #follow: () => void;

  constructor(subscribe: Subscribe<T>) {
    this.#follow = createSubscriber(() => {
      let live = true;
      const stop = subscribe(
        (value) => {
          if (!live) return;
          this.#value = value;
          this.#error = undefined;
        },
        (error) => {
          if (live) this.#error = error;
        },
      );
      return () => {
        live = false;
        stop();
      };
    });
  }

  /** The latest value; undefined until the first one comes. */
  get current(): T | undefined {
    this.#follow();
    return this.#value;
  }

  /** Why the source stopped, until its next value. */
  get error(): unknown {
    this.#follow();
    return this.#error;
  }
}
