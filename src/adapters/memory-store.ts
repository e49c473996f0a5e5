import { copy } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Row, Store, StoreError, Write } from '#vault/ports.ts';
import { MemoryDisk } from './memory-disk.ts';

export type MemoryStoreOptions = {
  /** What survives a reopening; a fresh one by default. */
  readonly disk?: MemoryDisk;
  /** Bytes of values the disk takes before it is full. Read at each commit. */
  readonly quotaBytes?: () => number;
  /** Asked before each commit: an answer refuses it, and nothing of it is written. */
  readonly failCommit?: (writes: readonly Write[]) => StoreError | undefined;
};

/** The model of `Store`: what every other one must behave like. */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const disk = options.disk ?? new MemoryDisk();
  let isOpen = true;
  const whenOpen = <T>(act: () => Result<T, StoreError>): Promise<Result<T, StoreError>> =>
    Promise.resolve(isOpen ? act() : err({ type: 'StorageRefused' }));

  return {
    get: (table, key) =>
      whenOpen(() => {
        const value = disk.table(table).get(key);
        return ok(value && copy(value));
      }),
    range: (table, { from, to, limit, reverse }) =>
      whenOpen(() => {
        const rows = disk.table(table);
        const keys = rows.keys(from, to);
        const asked = (reverse ? keys.toReversed() : keys).slice(0, limit);
        return ok(
          asked.map((key): Row => ({ key, value: copy(rows.get(key) ?? new Uint8Array()) })),
        );
      }),
    commit: (writes) =>
      whenOpen(() => {
        const failure = options.failCommit?.(writes);
        return failure ? err(failure) : commitTo(disk, writes, options.quotaBytes?.());
      }),
    close: () => {
      isOpen = false;
      return Promise.resolve();
    },
  };
}

function commitTo(
  disk: MemoryDisk,
  writes: readonly Write[],
  quotaBytes = Infinity,
): Result<void, StoreError> {
  const before = writes.map(({ table, key }) => ({
    table,
    key,
    value: disk.table(table).get(key),
  }));
  const usedBefore = disk.usedBytes;
  for (const write of writes) {
    disk.write(write.table, write.key, 'value' in write ? copy(write.value) : undefined);
  }
  if (disk.usedBytes <= quotaBytes || disk.usedBytes <= usedBefore) return ok(undefined);
  for (const { table, key, value } of before) disk.write(table, key, value);
  return err({ type: 'DeviceFull' });
}
