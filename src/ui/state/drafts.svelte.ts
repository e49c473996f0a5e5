import { SvelteSet } from 'svelte/reactivity';
import type { Json } from '#record/entry.ts';
import type { VaultState } from './vault.svelte.ts';

export type DraftDeps = {
  readonly vault: VaultState;
  /** Calls `act` once, after `delayMs`; the returned function gives it up. */
  readonly after: (delayMs: number, act: () => void) => () => void;
};

type Held = {
  readonly fields: object;
  /** Ends what follows it. */
  readonly rest: () => void;
  /** Seals what it holds without waiting any longer. */
  readonly keep?: () => Promise<void>;
};

/** How long a form rests before what it holds is sealed on the device. */
const REST_MS = 400;

/**
 * Half-filled forms: in memory while the person goes elsewhere and comes back, sealed on the
 * device for a lock, a reload or an update: `const draft = drafts.openKept(name, emptyForm)`.
 */
export class Drafts {
  // Each draft is reactive, the list of them is not: a screen reads its own only.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #held = new Map<string, Held>();
  /** Names of those that hold something and are kept. */
  readonly #begun = new SvelteSet<string>();
  readonly #deps: DraftDeps;

  constructor(deps: DraftDeps) {
    this.#deps = deps;
  }

  /** A draft of that name that lives in memory only; a reactive object, to bind fields to. */
  open<Fields extends object>(name: string, start: () => Fields): Fields {
    const held = this.#held.get(name);
    if (held) return held.fields as Fields;
    const fields = $state(start());
    this.#held.set(name, { fields, rest: () => undefined });
    return fields;
  }

  /** The same, kept on the device until it is dropped. What it kept comes a moment later. */
  openKept<Fields extends object>(name: string, start: () => Fields): Fields {
    const held = this.#held.get(name);
    if (held) return held.fields as Fields;
    const fields = $state(start());
    const untouched = JSON.stringify(fields);
    let forget = (): void => undefined;
    let isRecalled = false;
    const stop = $effect.root(() => {
      $effect(() => {
        const json = JSON.stringify(fields);
        forget();
        if (json === untouched) this.#begun.delete(name);
        else this.#begun.add(name);
        if (!isRecalled && json === untouched) return;
        forget = this.#deps.after(REST_MS, () => void this.#keep(name, json, untouched));
      });
    });
    this.#held.set(name, {
      fields,
      rest: () => {
        forget();
        stop();
        this.#begun.delete(name);
      },
      keep: () => this.#keep(name, JSON.stringify(fields), untouched),
    });
    void this.#recall(name, fields, untouched).then(() => {
      isRecalled = true;
    });
    return fields;
  }

  /** A form is half filled: nothing should take the page away without being asked. */
  get isAnyBegun(): boolean {
    return this.#begun.size > 0;
  }

  /** Seals at once what rests in half-filled forms: before a lock. */
  async keepNow(): Promise<void> {
    for (const name of [...this.#begun]) await this.#held.get(name)?.keep?.();
  }

  /** Saved or given up: gone from memory and from the device. */
  drop(name: string): void {
    this.#held.get(name)?.rest();
    this.#held.delete(name);
    void this.#deps.vault.run({ type: 'dropDraft', key: name });
  }

  /** Left as it was found: the next time it begins from what is then known. */
  letGo(name: string): void {
    this.#held.get(name)?.rest();
    this.#held.delete(name);
  }

  /** At the lock: gone from memory only. */
  clear(): void {
    for (const { rest } of this.#held.values()) rest();
    this.#held.clear();
  }

  async #keep(name: string, json: string, untouched: string): Promise<void> {
    await this.#deps.vault.run(
      json === untouched
        ? { type: 'dropDraft', key: name }
        : { type: 'keepDraft', key: name, json: JSON.parse(json) as Json },
    );
  }

  /** What the person has typed meanwhile stays. */
  async #recall(name: string, fields: object, untouched: string): Promise<void> {
    const kept = await this.#deps.vault.ask({ type: 'draft', key: name });
    if (!kept.ok || typeof kept.value !== 'object' || kept.value === null) return;
    if (this.#held.get(name)?.fields === fields && JSON.stringify(fields) === untouched) {
      Object.assign(fields, kept.value);
    }
  }
}
