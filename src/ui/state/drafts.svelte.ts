import { SvelteSet } from 'svelte/reactivity';
import type { Json } from '#record/entry.ts';
import { jsonEqual } from '#record/json.ts';
import type { VaultState } from './vault.svelte.ts';

export type DraftDeps = {
  readonly vault: VaultState;
  /** Calls `act` once, after `delayMs`; the returned function gives it up. */
  readonly after: (delayMs: number, act: () => void) => () => void;
};

type FormJson = Readonly<Record<string, Json | undefined>>;

/** What a device keeps of a form: as it was begun, and as it was left. */
type KeptForm = { readonly from: FormJson; readonly fields: FormJson };

type Held = {
  readonly fields: object;
  /** What the form began with, as JSON. */
  from: string;
  /** Ends what follows it. */
  readonly rest: () => void;
  /** Seals what it holds without waiting any longer. */
  readonly keep?: () => Promise<void>;
};

/** How long a form rests before what it holds is sealed on the device. */
const REST_MS = 400;

/**
 * Half-filled forms: in memory while the person goes elsewhere and comes back, sealed on the
 * device for a lock, a reload or an update: `const draft = drafts.openKept(name, emptyForm)`. One
 * that is taken up again begins from what is known by then; only what the person had changed
 * stands over it.
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
    this.#held.set(name, { fields, from: JSON.stringify(fields), rest: () => undefined });
    return fields;
  }

  /** The same, kept on the device until it is dropped. What it kept comes a moment later. */
  openKept<Fields extends object>(name: string, start: () => Fields): Fields {
    const known = this.#held.get(name);
    if (known) return this.#takeUp<Fields>(name, known, start);
    const fields = $state(start());
    let forget = (): void => undefined;
    let isRecalled = false;
    const stop = $effect.root(() => {
      $effect(() => {
        const json = JSON.stringify(fields);
        forget();
        if (json === held.from) this.#begun.delete(name);
        else this.#begun.add(name);
        if (!isRecalled && json === held.from) return;
        forget = this.#deps.after(REST_MS, () => void this.#keep(name, held));
      });
    });
    const held: Held = {
      fields,
      from: JSON.stringify(fields),
      rest: () => {
        forget();
        stop();
        this.#begun.delete(name);
      },
      keep: () => this.#keep(name, held),
    };
    this.#held.set(name, held);
    void this.#recall(name, held).then(() => {
      isRecalled = true;
    });
    return fields;
  }

  /** A form is half filled: nothing should take the page away without being asked. */
  get isAnyBegun(): boolean {
    return this.#begun.size > 0;
  }

  /** Seals at once what rests in half-filled forms: before a lock, or an update. */
  async keepNow(): Promise<void> {
    for (const name of [...this.#begun]) await this.#held.get(name)?.keep?.();
  }

  /** Saved or given up: gone from memory and from the device. */
  drop(name: string): void {
    this.letGo(name);
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

  #takeUp<Fields extends object>(name: string, held: Held, start: () => Fields): Fields {
    const fresh = JSON.stringify(start());
    if (fresh !== held.from) {
      const typed: KeptForm = { from: parsed(held.from), fields: formOf(held) };
      held.from = fresh;
      standOver(held.fields, parsed(fresh), typed);
      if (JSON.stringify(held.fields) === fresh) this.#begun.delete(name);
    }
    return held.fields as Fields;
  }

  async #keep(name: string, held: Held): Promise<void> {
    const json = JSON.stringify(held.fields);
    const kept = { from: parsed(held.from), fields: parsed(json) } as Json;
    await this.#deps.vault.run(
      json === held.from
        ? { type: 'dropDraft', key: name }
        : { type: 'keepDraft', key: name, json: kept },
    );
  }

  /** What the person has typed meanwhile stays. */
  async #recall(name: string, held: Held): Promise<void> {
    const kept = await this.#deps.vault.ask({ type: 'draft', key: name });
    if (!kept.ok || !isKeptForm(kept.value)) return;
    if (this.#held.get(name) === held && JSON.stringify(held.fields) === held.from) {
      standOver(held.fields, parsed(held.from), kept.value);
    }
  }
}

const parsed = (json: string): FormJson => JSON.parse(json) as FormJson;
const formOf = ({ fields }: Held): FormJson => parsed(JSON.stringify(fields));

function isKeptForm(value: unknown): value is KeptForm {
  return typeof value === 'object' && value !== null && 'from' in value && 'fields' in value;
}

/** Into `fields`: what is known now, under what the person changed since the form was begun. */
function standOver(fields: object, fresh: FormJson, { from, fields: typed }: KeptForm): void {
  const names = new Set([...Object.keys(fresh), ...Object.keys(typed)]);
  for (const name of names) {
    const isTyped = !jsonEqual(typed[name], from[name]);
    Reflect.set(fields, name, isTyped ? typed[name] : fresh[name]);
  }
}
