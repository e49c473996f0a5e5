import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import type { Entry, Json, SectionNone } from '#record/entry.ts';
import { folded } from '#record/folded-text.ts';
import { compareEntries } from '#record/registry.ts';
import type { Command, Query, VaultApi, VaultStatus } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';

export const RECORD = 'a'.repeat(64) as LogId;
export const NOW = instant(Date.UTC(2026, 10, 22, 9));

export type Script = {
  readonly status?: VaultStatus;
  readonly entries?: readonly Entry[];
  readonly nones?: readonly SectionNone[];
  /** Answers a command; undefined leaves it to the vault in memory. */
  readonly run?: (command: Command) => Result<unknown, VaultError> | undefined;
  /** Answers a command in its own time; undefined leaves it to the above. */
  readonly slow?: (command: Command) => Promise<Result<unknown, VaultError>> | undefined;
  /** Answers a query that the vault in memory does not know. */
  readonly answer?: (query: Query) => unknown;
};

let made = 0;

/** An entry as the vault hands it out. */
export const entryOf = (
  section: string,
  fields: Readonly<Record<string, Json>>,
  meta: Partial<Entry['meta']> = {},
): Entry => ({
  id: (++made).toString(16).padStart(32, '0') as EntryId,
  section,
  fields,
  meta: {
    createdAt: NOW,
    changedAt: NOW,
    hidden: false,
    sensitive: undefined,
    deletedAt: undefined,
    source: undefined,
    ...meta,
  },
});

/**
 * A vault that holds entries in memory, for screens under test: it seals nothing and syncs with
 * nobody. What it was asked to do stands in `commands`.
 */
export class ScriptedVault implements VaultApi {
  readonly commands: Command[] = [];
  readonly #script: Script;
  readonly #watches = new Set<() => void>();
  #status: VaultStatus;
  #entries: readonly Entry[];
  #nones: readonly SectionNone[];

  constructor(script: Script = {}) {
    this.#script = script;
    this.#status = script.status ?? { state: 'open', slots: ['passphrase'], passkeys: [] };
    this.#entries = script.entries ?? [];
    this.#nones = script.nones ?? [];
  }

  status = (): Promise<VaultStatus> => Promise.resolve(this.#status);

  watchStatus = (next: (status: VaultStatus) => void): Promise<() => void> =>
    this.#follow(() => {
      next(this.#status);
    });

  become(status: VaultStatus): void {
    this.#status = status;
    this.#tell();
  }

  unlock = (passphrase: string): Promise<Result<void, VaultError>> => {
    if (passphrase !== 'la bonne phrase') return Promise.resolve(err({ type: 'WrongPassphrase' }));
    this.become({ state: 'open', slots: ['passphrase'], passkeys: [] });
    return Promise.resolve(ok(undefined));
  };

  unlockWithPasskey = (): Promise<Result<void, VaultError>> =>
    Promise.resolve(err({ type: 'UnknownPasskey' }));

  lock = (): Promise<void> => {
    this.become({ state: 'locked', slots: ['passphrase'], passkeys: [] });
    return Promise.resolve();
  };

  // Each command and query has its own answer; a test that lies about one fails on the screen.
  run: VaultApi['run'] = (command) => {
    this.commands.push(command);
    const scripted = this.#script.run?.(command);
    const slow = this.#script.slow?.(command);
    if (slow) {
      this.#tell();
      return slow as never;
    }
    const outcome = scripted ?? ok(this.#apply(command));
    this.#tell();
    return Promise.resolve(outcome as never);
  };

  watch: VaultApi['watch'] = (query, next) => {
    const tell = (): void => {
      next(ok(this.#answer(query)) as never);
    };
    tell();
    return this.#follow(tell);
  };

  openFile: VaultApi['openFile'] = () => Promise.resolve(err({ type: 'FileNotHere' }));

  #follow(tell: () => void): Promise<() => void> {
    this.#watches.add(tell);
    return Promise.resolve(() => void this.#watches.delete(tell));
  }

  #tell(): void {
    for (const tell of this.#watches) tell();
  }

  #apply(command: Command): unknown {
    const act = this.#acts[command.type] as ((asked: Command) => unknown) | undefined;
    return act?.(command);
  }

  readonly #acts: {
    readonly [Type in Command['type']]?: (
      command: Extract<Command, { readonly type: Type }>,
    ) => unknown;
  } = {
    addEntry: ({ section, fields }) => this.#add(entryOf(section, fields)),
    addDocument: ({ fields }) => this.#add(entryOf('documents', fields)),
    changeEntry: ({ entry, fields }) => {
      this.#change(entry, (one) => ({ ...one, fields: { ...one.fields, ...fields } }));
    },
    removeEntry: ({ entry }) => {
      this.#mark(entry, { deletedAt: NOW });
    },
    restoreEntry: ({ entry }) => {
      this.#mark(entry, { deletedAt: undefined });
    },
    markEntry: ({ entry, hidden = false }) => {
      this.#mark(entry, { hidden });
    },
    sayNone: ({ section, none }) => {
      this.#nones = none ? [{ section, saidAt: NOW }] : [];
    },
  };

  #add(entry: Entry): { readonly entry: EntryId } {
    this.#entries = [...this.#entries, entry];
    return { entry: entry.id };
  }

  #mark(id: EntryId, meta: Partial<Entry['meta']>): void {
    this.#change(id, (entry) => ({ ...entry, meta: { ...entry.meta, ...meta } }));
  }

  #change(id: EntryId, change: (entry: Entry) => Entry): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? change(entry) : entry));
  }

  #answer(query: Query): unknown {
    const scripted = this.#script.answer?.(query);
    if (scripted !== undefined) return scripted;
    const know = this.#knowledge[query.type] as ((asked: Query) => unknown) | undefined;
    return know?.(query);
  }

  readonly #knowledge: {
    readonly [Type in Query['type']]?: (query: Extract<Query, { readonly type: Type }>) => unknown;
  } = {
    records: () => [{ record: RECORD, name: 'Camille', colour: 'fir' }],
    entries: ({ section }) => ({
      entries: this.#entries.filter((entry) => entry.section === section),
      none: this.#nones.find((none) => none.section === section),
    }),
    list: ({ section, limit, category, text = '' }) => {
      const all = this.#entries.filter(
        (entry) => entry.section === section && entry.meta.deletedAt === undefined,
      );
      const fitting = all
        .filter((entry) => category === undefined || entry.fields['category'] === category)
        .filter(({ fields }) => folded(fields['title'] as string).includes(folded(text)))
        .sort(compareEntries);
      const counts = Object.groupBy(all, ({ fields }) => fields['category'] as string);
      return {
        entries: fitting.slice(0, limit),
        fitting: fitting.length,
        counts: Object.fromEntries(
          Object.entries(counts).map(([name, some]) => [name, some?.length]),
        ),
      };
    },
    entry: ({ entry: id }) => {
      const entry = this.#entries.find((one) => one.id === id);
      return entry && { entry, safety: 'synced' };
    },
    recent: ({ limit }) => this.#entries.slice(0, limit),
    channels: () => [],
    patients: () => [],
    progress: () => [],
    bin: () => [],
  };
}
