import type { EntryId, LogId } from '#base/ids.ts';
import type { Entry, Json, Sensitivity } from '#record/entry.ts';
import type { Command, SafetyWord } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import { language } from '../state/language.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import type { VaultState } from '../state/vault.svelte.ts';

type Place = { readonly record: LogId; readonly entry: EntryId };

/**
 * One entry as its page holds it, with a person's acts on it:
 * `const held = new HeldEntry(vault, () => ({ record, entry }))`, then `held.entry`, `held.hide(true)`.
 */
export class HeldEntry {
  readonly #vault: VaultState;
  readonly #place: () => Place;
  readonly #answer = $derived.by(() => this.#vault.query({ type: 'entry', ...this.#place() }));
  #failure = $state.raw<VaultError>();

  constructor(vault: VaultState, place: () => Place) {
    this.#vault = vault;
    this.#place = place;
  }

  /** Undefined while it is waited for, and where there is none out of the bin. */
  get entry(): Entry | undefined {
    const entry = this.#answer.current?.entry;
    return entry?.meta.deletedAt === undefined ? entry : undefined;
  }

  get safety(): SafetyWord | undefined {
    return this.#answer.current?.safety;
  }

  get waiting(): boolean {
    return this.#answer.waiting;
  }

  get error(): VaultError | undefined {
    return this.#failure ?? this.#answer.error;
  }

  save = (fields: Readonly<Record<string, Json>>) =>
    this.#vault.run({ type: 'changeEntry', ...this.#place(), fields });

  hide = (hidden: boolean): Promise<boolean> =>
    this.#run({ type: 'markEntry', ...this.#place(), hidden });

  mark = (sensitive: Sensitivity | null): Promise<boolean> =>
    this.#run({ type: 'markEntry', ...this.#place(), sensitive });

  /** To the bin, with the way back in a notice. `leave` goes to the page above. */
  async remove(title: string, leave: () => Promise<void>): Promise<void> {
    // Read before the page changes: its address is then another's.
    const place = this.#place();
    if (!(await this.#run({ type: 'removeEntry', ...place }))) return;
    await leave();
    toasts.show(language.words.record.section.removed(title), () => {
      void this.#vault.run({ type: 'restoreEntry', ...place });
    });
  }

  async #run(command: Command): Promise<boolean> {
    const done = await this.#vault.run(command);
    this.#failure = done.ok ? undefined : done.error;
    return done.ok;
  }
}
