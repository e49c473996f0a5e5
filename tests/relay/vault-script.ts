import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { sections } from '#record/registry.ts';
import type { Query, VaultApi } from '#vault/api.ts';
import type { StoreError, VaultDeps, Write } from '#vault/ports.ts';
import { Watched, device, must, type Device } from './devices.ts';
import { doctor, pdfFile } from './people.ts';

/** Which commit of a device is refused, counted from now on; the others are done. */
export class Faults {
  #until = Infinity;
  /** Commits asked for since the vault was made. */
  asked = 0;
  /** Whether the fault has struck. */
  hasStruck = false;
  /** Told after each commit that is done. */
  committed: (writes: readonly Write[]) => void = () => undefined;

  /** Refuses the `count`th commit from now, 1 the next. */
  strike(count: number): void {
    this.#until = count;
    this.hasStruck = false;
  }

  #heard: () => void = () => undefined;
  #isForGood = false;
  /** Resolves when a fault for good has struck: nothing is written any more. */
  struck = new Promise<void>(() => undefined);

  /** Does `count` commits more and none after them, as if the power had gone. */
  strikeForGood(count: number): void {
    this.strike(count + 1);
    this.#isForGood = true;
    this.struck = new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  readonly ask = (writes: readonly Write[]): StoreError | undefined => {
    this.asked += 1;
    this.#until -= 1;
    if (this.#until === 0 || (this.#isForGood && this.#until < 0)) {
      this.hasStruck = true;
      this.#heard();
      return { type: 'DeviceFull' };
    }
    queueMicrotask(() => {
      this.committed(writes);
    });
    return undefined;
  };
}

/** A device whose disk can refuse a commit. */
export async function faultyDevice(
  url: string,
  more: Partial<VaultDeps> = {},
): Promise<Device & { readonly disk: MemoryDisk; readonly faults: Faults }> {
  const [disk, faults] = [new MemoryDisk(), new Faults()];
  const store = createMemoryStore({ disk, failCommit: faults.ask });
  const made = await device(url, { store, files: createMemoryBlobFiles({ disk }) }, more);
  return { ...made, disk, faults };
}

export async function ask<Q extends Query>(vault: VaultApi, query: Q) {
  const watched = await Watched.on(vault, query);
  return watched.until(() => true);
}

/** Everything that screens show of a record, as text. */
export async function answersOf(vault: VaultApi, record: LogId): Promise<string> {
  const answers: unknown[] = [await ask(vault, { type: 'records' })];
  for (const { code, projectable, log } of sections) {
    if (log !== 'record' || !projectable) continue;
    answers.push(await ask(vault, { type: 'entries', record, section: code }));
  }
  answers.push(await ask(vault, { type: 'channels', record }));
  answers.push(await ask(vault, { type: 'professional' }));
  const { waiting, word } = await ask(vault, { type: 'safety', record });
  return JSON.stringify([...answers, waiting, word]);
}

/** What a person does with a record, one act after the other; each answers when it is stored. */
export type Act = {
  readonly name: string;
  readonly run: (vault: VaultApi, record: LogId) => Promise<{ readonly ok: boolean }>;
};

const entryIn = async (vault: VaultApi, record: LogId, section: string): Promise<EntryId> => {
  const { entries } = await ask(vault, { type: 'entries', record, section });
  const [entry] = entries;
  if (!entry) throw new Error(`nothing in ${section}`);
  return entry.id;
};

export const acts: readonly Act[] = [
  {
    name: 'addEntry',
    run: (vault, record) => {
      const fields = { substance: 'Latex', severity: 'severe' };
      return vault.run({ type: 'addEntry', record, section: 'allergies', fields });
    },
  },
  {
    name: 'changeEntry',
    run: async (vault, record) => {
      const entry = await entryIn(vault, record, 'allergies');
      return vault.run({ type: 'changeEntry', record, entry, fields: { substance: 'Iode' } });
    },
  },
  {
    name: 'addEntry of a single section',
    run: (vault, record) => {
      const fields = { usedGivenName: 'Camille', usedName: 'Durand' };
      return vault.run({ type: 'addEntry', record, section: 'identity', fields });
    },
  },
  {
    name: 'addDocument',
    run: async (vault, record) => {
      const fields = { title: 'Bilan', category: 'laboratory' };
      return vault.run({ type: 'addDocument', record, file: await pdfFile(), fields });
    },
  },
  {
    name: 'markEntry',
    run: async (vault, record) => {
      const entry = await entryIn(vault, record, 'documents');
      return vault.run({ type: 'markEntry', record, entry, hidden: true });
    },
  },
  {
    name: 'sayNone',
    run: (vault, record) =>
      vault.run({ type: 'sayNone', record, section: 'treatments', none: true }),
  },
  {
    name: 'removeEntry',
    run: async (vault, record) => {
      const entry = await entryIn(vault, record, 'allergies');
      return vault.run({ type: 'removeEntry', record, entry });
    },
  },
  {
    name: 'setProfessional',
    run: (vault) => vault.run({ type: 'setProfessional', professional: doctor }),
  },
  {
    name: 'setProfessional again',
    run: (vault) =>
      vault.run({ type: 'setProfessional', professional: { ...doctor, place: 'Brest' } }),
  },
];

export async function createRecord(vault: VaultApi): Promise<LogId> {
  return must(await vault.run({ type: 'createVault', passphrase: undefined })).record;
}
