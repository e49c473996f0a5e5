import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { LogId } from '#base/ids.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Store, VaultDeps } from '#vault/ports.ts';
import { Watched, must, type Device } from './devices.ts';
import { deviceOn } from './people.ts';

export const soon: Partial<VaultDeps> = { opsBeforeSnapshot: 10 };
export const never: Partial<VaultDeps> = { opsBeforeSnapshot: 1e9 };

export type Life = Device & {
  readonly record: LogId;
  readonly words: string;
  readonly disk: MemoryDisk;
};

/** A record whose kit is confirmed, on a device whose disk outlives its vault. */
export async function begin(url: string, more = soon): Promise<Life> {
  const disk = new MemoryDisk();
  const made = await deviceOn(url, disk, more);
  const { vault } = made;
  const { record } = must(await vault.run({ type: 'createVault', passphrase: undefined }));
  const { words } = must(await vault.run({ type: 'revealKit' }));
  const answers = [3, 9].map((position) => ({ position, word: words[position - 1] ?? '' }));
  must(await vault.run({ type: 'confirmKit', answers }));
  return { ...made, record, words: words.join(' '), disk };
}

export const label = (n: number): string => `Traitement ${String(n)}`;

export async function write(
  { vault, record }: Pick<Life, 'vault' | 'record'>,
  from: number,
  to: number,
) {
  for (let n = from; n <= to; n++) {
    const fields = { label: label(n) };
    must(await vault.run({ type: 'addEntry', record, section: 'treatments', fields }));
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** A store that takes everything but a snapshot op; and its disk as it was when one came. */
export function refusingSnapshots(disk: MemoryDisk): {
  store: Store;
  refused: Promise<MemoryDisk>;
} {
  const store = createMemoryStore({ disk });
  const { promise, resolve } = Promise.withResolvers<MemoryDisk>();
  const commit: Store['commit'] = (writes, durability) => {
    const ops = writes.flatMap((each) => ('value' in each && each.table === 'ops' ? [each] : []));
    const kinds = ops.map(({ value }) => decodeOp(value));
    if (!kinds.some((op) => op.ok && op.value.kind === 'snapshot')) {
      return store.commit(writes, durability);
    }
    resolve(disk.copy());
    return Promise.resolve({ ok: false, error: { type: 'StorageRefused' } });
  };
  const refusing: Store = {
    get: (...asked) => store.get(...asked),
    range: (...asked) => store.range(...asked),
    commit,
    close: () => store.close(),
  };
  return { store: refusing, refused: promise };
}

export async function untilSynced({
  vault,
  record,
}: Pick<Life, 'vault' | 'record'>): Promise<void> {
  const safety = await Watched.on(vault, { type: 'safety', record });
  await safety.until(({ word, waiting }) => word !== 'stored' && waiting === 0);
}

/** Ops of one log that this device keeps. */
export async function keptOps({ store }: Pick<Device, 'store'>, record: LogId) {
  const rows = must(await store.range('ops', { from: `${record}/`, to: `${record}/\uffff` }));
  return rows.flatMap(({ value }) => {
    const op = decodeOp(value);
    return op.ok ? [op.value] : [];
  });
}

/** Until the device has let go of what its last snapshot covers. */
export async function untilCompact(life: Life, atMost: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const ops = await keptOps(life, life.record);
    const isSmall = ops.filter(({ kind }) => kind === 'update').length <= atMost;
    if (isSmall && ops.some(({ kind }) => kind === 'snapshot')) return untilSynced(life);
    await pause(50);
  }
  throw new Error('no snapshot was taken');
}

export async function labelsOf({ vault, record }: Pick<Life, 'vault' | 'record'>, count: number) {
  const query = { type: 'entries', record, section: 'treatments' } as const;
  const entries = await Watched.on(vault, query);
  const answer = await entries.until(({ entries: found }) => found.length >= count);
  return answer.entries.map(({ fields }) => JSON.stringify(fields['label'])).sort();
}

export const labels = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => JSON.stringify(label(i + 1))).sort();

export async function restore(url: string, { words }: Life, more = never, disk = new MemoryDisk()) {
  const restored = await deviceOn(url, disk, more);
  for (let tries = 0; ; tries++) {
    const done = await restored.vault.run({ type: 'restoreFromWords', words, lock: undefined });
    if (done.ok) return { ...restored, record: done.value.record, words, disk };
    if (tries > 40) throw new Error(JSON.stringify(done.error));
    await pause(50);
  }
}
