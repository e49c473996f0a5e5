/**
 * Half-filled forms, kept in memory while the person goes elsewhere and comes back, and dropped
 * with the lock: `const draft = drafts.open('measurement', () => ({ kind: '' }))`.
 */
export class Drafts {
  // Each draft is reactive, the list of them is not: a screen reads its own only.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #held = new Map<string, object>();

  /** The draft of that name, or a new one; a reactive object, to bind fields to. */
  open<Fields extends object>(name: string, start: () => Fields): Fields {
    const held = this.#held.get(name);
    if (held) return held as Fields;
    const draft = $state(start());
    this.#held.set(name, draft);
    return draft;
  }

  drop(name: string): void {
    this.#held.delete(name);
  }

  clear(): void {
    this.#held.clear();
  }
}
