/**
 * What may have changed, as screens subscribe to it. `sync` stands for everything between this
 * device and the relay; the others name what they show.
 */
export type Topic =
  | 'status'
  | 'records'
  | 'sync'
  | 'channels'
  /** The relay may have more to say of what was fetched. */
  | 'reads'
  | 'deposits'
  | 'pairing'
  | 'professional'
  | 'patients'
  | 'progress'
  | 'kit'
  | 'devices'
  | 'drafts'
  /** A day began here: what goes on today is computed anew. */
  | 'day'
  | `entries/${string}`;

/** Tells listeners that topics changed; never what changed, which each asks for again. */
export class Bell {
  readonly #listeners = new Set<(topics: ReadonlySet<Topic>) => void>();
  readonly #later: (act: () => void) => void;
  #pending: Set<Topic> | undefined;

  /** @param later puts an act after the work under way; at once unless told */
  constructor(
    later: (act: () => void) => void = (act) => {
      act();
    },
  ) {
    this.#later = later;
  }

  listen(listener: (topics: ReadonlySet<Topic>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ring(topics: ReadonlySet<Topic>): void {
    if (topics.size === 0) return;
    for (const listener of [...this.#listeners]) listener(topics);
  }

  /** Rings once the answer to whoever waits for it has gone; rings of meanwhile are one. */
  ringLater(topics: ReadonlySet<Topic>): void {
    if (topics.size === 0) return;
    const isFirst = this.#pending === undefined;
    this.#pending = new Set([...(this.#pending ?? []), ...topics]);
    if (!isFirst) return;
    this.#later(() => {
      const pending = this.#pending ?? new Set<Topic>();
      this.#pending = undefined;
      this.ring(pending);
    });
  }
}
