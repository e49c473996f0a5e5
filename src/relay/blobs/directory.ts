import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '#base/bytes.ts';
import { parseId, type BlobId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { BlobStore } from './port.ts';

const MANIFEST = 'manifest';
const TEMPORARY = '.part';

/**
 * Blobs in a directory: `ab/cd/<id>/manifest` and one file a chunk, named by its index. A file
 * has its name only once its bytes are on disk, and its folder remembers the name.
 */
export function createDirectoryBlobs(root: string): BlobStore {
  const folderOf = (blob: BlobId): string => join(root, blob.slice(0, 2), blob.slice(2, 4), blob);
  let writes = 0;
  const write = (blob: BlobId, name: string, bytes: Bytes): Promise<Result<void, 'Full'>> => {
    writes += 1;
    return unlessFull(() => writeFileOnce(folderOf(blob), name, bytes, writes));
  };
  return {
    async declare(blob, manifest) {
      const made = await unlessFull(() => makeFolder(root, folderOf(blob)));
      return made.ok ? write(blob, MANIFEST, manifest) : made;
    },
    manifest: (blob) => readIfThere(join(folderOf(blob), MANIFEST)),
    putChunk: (blob, index, chunk) => write(blob, String(index), chunk),
    chunk: (blob, index) => readIfThere(join(folderOf(blob), String(index))),
    async held(blob) {
      const names = await namesIn(folderOf(blob));
      return new Set(names.filter((name) => /^\d+$/.test(name)).map(Number));
    },
    async remove(blob) {
      await rm(folderOf(blob), { recursive: true, force: true });
    },
    async list() {
      const blobs: BlobId[] = [];
      for (const first of await namesIn(root)) {
        for (const second of await namesIn(join(root, first))) {
          const names = await namesIn(join(root, first, second));
          blobs.push(...names.flatMap((name) => parseId('BlobId', name) ?? []));
        }
      }
      return blobs;
    },
  };
}

const codeOf = (failure: unknown): string | undefined => (failure as NodeJS.ErrnoException).code;

async function unlessFull(write: () => Promise<void>): Promise<Result<void, 'Full'>> {
  try {
    await write();
    return ok(undefined);
  } catch (failure) {
    const code = codeOf(failure);
    if (code === 'ENOSPC' || code === 'EDQUOT') return err('Full');
    throw failure;
  }
}

/** The name of each new folder is on disk too. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let each = folder; each.length >= root.length; each = dirname(each)) await syncFolder(each);
}

/** Temporary file, fsync, rename, fsync of the folder. Two writers of one file write the same. */
async function writeFileOnce(
  folder: string,
  name: string,
  bytes: Bytes,
  writeNumber: number,
): Promise<void> {
  const path = join(folder, name);
  const temporary = `${path}.${String(writeNumber)}${TEMPORARY}`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (failure) {
    await rm(temporary, { force: true });
    throw failure;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return await readFile(path);
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return undefined;
    throw failure;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT' || codeOf(failure) === 'ENOTDIR') return [];
    throw failure;
  }
}
