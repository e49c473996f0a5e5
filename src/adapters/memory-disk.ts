import type { Bytes } from '#base/bytes.ts';
import { SortedMap } from './sorted-map.ts';

/**
 * What outlives a store held in memory: give the same disk to the next store and it is a
 * reopening; keep a copy of it and that is the device as a crash at that moment leaves it.
 */
export class MemoryDisk {
  readonly #tables = new Map<string, SortedMap<Bytes>>();
  #usedBytes = 0;

  table(name: string): SortedMap<Bytes> {
    const found = this.#tables.get(name);
    if (found) return found;
    const made = new SortedMap<Bytes>();
    this.#tables.set(name, made);
    return made;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Writes, or deletes when `value` is undefined. Values are never changed in place. */
  write(table: string, key: string, value: Bytes | undefined): void {
    const rows = this.table(table);
    this.#usedBytes += (value?.length ?? 0) - (rows.get(key)?.length ?? 0);
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
  }

  copy(): MemoryDisk {
    const copy = new MemoryDisk();
    for (const [name, rows] of this.#tables) {
      for (const [key, value] of rows.entries()) copy.write(name, key, value);
    }
    return copy;
  }

  /** Every stored value, for tests that look for what must not be there. */
  everyValue(): readonly Bytes[] {
    return [...this.#tables.values()].flatMap((rows) => [...rows.values()]);
  }
}
