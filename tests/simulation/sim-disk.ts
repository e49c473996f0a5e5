import { MemoryDisk } from '#adapters/memory-disk.ts';
import { chunkKey, chunkKeys } from '#adapters/blob-key.ts';
import { copy, type Bytes } from '#base/bytes.ts';
import type { BlobFiles, Store, Table, Write } from '#vault/ports.ts';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The table in which `createMemoryBlobFiles` keeps chunks. */
const CHUNKS = 'chunks';

type Logged = readonly (readonly [table: string, key: string, value: Bytes | undefined])[];

/**
 * A device's storage with two images. What was committed is seen at once; a crash keeps every
 * commit up to the last strict one, and of the relaxed ones after it as many as luck will have.
 */
export class SimDisk {
  #durable = new MemoryDisk();
  #volatile = new MemoryDisk();
  #unflushed: Logged[] = [];
  /** While true, a strict commit answers before it is on the disk: a planted fault. */
  lies = false;

  get image(): MemoryDisk {
    return this.#volatile;
  }

  noteCommit(writes: readonly Write[], durability: 'strict' | 'relaxed'): void {
    this.#unflushed.push(
      writes.map((write) => [
        write.table,
        write.key,
        'value' in write ? copy(write.value) : undefined,
      ]),
    );
    if (durability === 'strict' && !this.lies) this.flush();
  }

  /** Chunks of files are relaxed writes, one by one. */
  noteChunk(key: string, chunk: Bytes | undefined): void {
    this.#unflushed.push([[CHUNKS, key, chunk && copy(chunk)]]);
  }

  flush(): void {
    for (const writes of this.#unflushed.splice(0)) replay(this.#durable, writes);
  }

  /** @returns how many commits were lost */
  crash(random: SeededRandom): number {
    const kept = random.below(this.#unflushed.length + 1);
    const lost = this.#unflushed.length - kept;
    for (const writes of this.#unflushed.slice(0, kept)) replay(this.#durable, writes);
    this.#unflushed = [];
    this.#volatile = this.#durable.copy();
    return lost;
  }

  /** The disk as it stands, as a copied profile or an old backup brings it back. */
  copy(): SimDisk {
    const copy = new SimDisk();
    copy.#durable = this.#volatile.copy();
    copy.#volatile = copy.#durable.copy();
    return copy;
  }
}

function replay(disk: MemoryDisk, writes: Logged): void {
  for (const [table, key, value] of writes) disk.write(table, key, value);
}

/** Whether a device has power. Without, nothing that it asked for is ever answered. */
export class Power {
  isOn = true;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** The store of a device on its disk, for as long as there is power. */
export function simStore(disk: SimDisk, power: Power, isFull: () => boolean): Store {
  const store = createMemoryStore({
    disk: disk.image,
    failCommit: () => (isFull() ? { type: 'DeviceFull' } : undefined),
  });
  return {
    get: (table: Table, key: string) => (power.isOn ? store.get(table, key) : never()),
    range: (table, range) => (power.isOn ? store.range(table, range) : never()),
    async commit(writes, durability) {
      if (!power.isOn) return never();
      const done = await store.commit(writes, durability);
      if (done.ok) disk.noteCommit(writes, durability);
      return done;
    },
    close: () => store.close(),
  };
}

/** The files of a device on the same disk. */
export function simFiles(disk: SimDisk, power: Power): BlobFiles {
  const files = createMemoryBlobFiles({ disk: disk.image });
  return {
    async writeChunk(name, index, chunk) {
      if (!power.isOn) return never();
      const done = await files.writeChunk(name, index, chunk);
      if (done.ok) disk.noteChunk(chunkKey(name, index), chunk);
      return done;
    },
    readChunk: (...args) => (power.isOn ? files.readChunk(...args) : never()),
    async remove(name) {
      if (!power.isOn) return never();
      const { from, to } = chunkKeys(name);
      for (const key of disk.image.table(CHUNKS).keys(from, to)) disk.noteChunk(key, undefined);
      return files.remove(name);
    },
    names: () => (power.isOn ? files.names() : never()),
  };
}
