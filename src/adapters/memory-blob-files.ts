import { copy } from '#base/bytes.ts';
import { err, ok } from '#base/result.ts';
import type { BlobFiles } from '#vault/ports.ts';
import { chunkKey, chunkKeys, nameOfChunkKey } from './blob-key.ts';
import { MemoryDisk } from './memory-disk.ts';

export type MemoryBlobFilesOptions = {
  /** Shared with a memory store, or its own. */
  readonly disk?: MemoryDisk;
  readonly quotaBytes?: () => number;
};

const TABLE = 'chunks';

/** The model of `BlobFiles`. */
export function createMemoryBlobFiles(options: MemoryBlobFilesOptions = {}): BlobFiles {
  const disk = options.disk ?? new MemoryDisk();
  const chunks = disk.table(TABLE);
  const fits = (extraBytes: number): boolean =>
    disk.usedBytes + extraBytes <= (options.quotaBytes?.() ?? Infinity);

  return {
    writeChunk: (name, index, chunk) => {
      const key = chunkKey(name, index);
      const extraBytes = chunk.length - (chunks.get(key)?.length ?? 0);
      if (!fits(extraBytes)) return Promise.resolve(err({ type: 'DeviceFull' }));
      disk.write(TABLE, key, copy(chunk));
      return Promise.resolve(ok(undefined));
    },
    readChunk: (name, index) => {
      const chunk = chunks.get(chunkKey(name, index));
      return Promise.resolve(ok(chunk && copy(chunk)));
    },
    remove: (name) => {
      const { from, to } = chunkKeys(name);
      for (const key of chunks.keys(from, to)) disk.write(TABLE, key, undefined);
      return Promise.resolve(ok(undefined));
    },
    names: () =>
      Promise.resolve(
        ok([...new Set(chunks.entries().map(([key]) => nameOfChunkKey(key)))].sort()),
      ),
  };
}
