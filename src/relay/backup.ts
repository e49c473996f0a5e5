import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { equal } from '#base/bytes.ts';
import type { BlobId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hash } from '#crypto/hash.ts';
import { decodeBlobManifest } from '#protocol/blob-manifest.ts';
import { createDirectoryBlobs } from './blobs/directory.ts';
import type { BlobStore } from './blobs/port.ts';
import { copyDatabase } from './storage/sqlite-copy.ts';

const DATABASE = 'relay.sqlite';
const KEY = 'relay.key';

export type Backup = {
  readonly logs: number;
  readonly files: number;
  /** Files of which not every chunk could be copied: still being sent, collected since, or damaged. */
  readonly incomplete: number;
};

/**
 * Copies a relay's data folder, while the relay runs, into a folder that a relay can be started on.
 * The database first, then the files it refers to: those only ever come, and the few that go
 * meanwhile their holders bring again. What a former backup left there is used, and kept until the
 * new one is whole. The error is one sentence for the operator.
 */
export async function backUp(data: string, target: string): Promise<Result<Backup, string>> {
  const at = (name: string): string => join(target, name);
  const source = join(data, DATABASE);
  if (!existsSync(source)) return err(`${data} is not the data folder of a relay.`);
  if (resolve(data) === resolve(target)) return err('A backup goes to another folder.');
  if (existsSync(at(`${DATABASE}-wal`))) return err(`A relay has been started on ${target}.`);
  await mkdir(target, { recursive: true, mode: 0o700 });
  const part = at(`${DATABASE}.part`);
  await rm(part, { force: true });
  const { logs, blobs } = await copyDatabase(source, part);
  const from = createDirectoryBlobs(join(data, 'blobs'));
  const to = createDirectoryBlobs(at('blobs'));
  let incomplete = 0;
  for (const blob of blobs) {
    const copied = await copyBlob(from, to, blob);
    if (!copied.ok) return err(`There is no room left in ${target}.`);
    if (!copied.value) incomplete += 1;
  }
  await copyFile(join(data, KEY), at(`${KEY}.part`));
  for (const name of [KEY, DATABASE]) await putInPlace(target, name);
  const wanted = new Set(blobs);
  for (const blob of await to.list()) if (!wanted.has(blob)) await to.remove(blob);
  return ok({ logs, files: blobs.length, incomplete });
}

/** @returns whether all of it is there now; only chunks that are what the manifest says are copied */
async function copyBlob(
  from: BlobStore,
  to: BlobStore,
  blob: BlobId,
): Promise<Result<boolean, 'Full'>> {
  const manifest = await from.manifest(blob);
  const decoded = manifest && decodeBlobManifest(manifest);
  if (!manifest || !decoded?.ok) return ok(false);
  const declared = await to.declare(blob, manifest);
  if (!declared.ok) return declared;
  const held = await to.held(blob);
  let isWhole = true;
  for (const [index, expected] of decoded.value.chunkHashes.entries()) {
    if (held.has(index)) continue;
    const chunk = await from.chunk(blob, index);
    if (!chunk || !equal(hash(chunk), expected)) {
      isWhole = false;
      continue;
    }
    const put = await to.putChunk(blob, index, chunk);
    if (!put.ok) return put;
  }
  return ok(isWhole);
}

/** Gives a file its name once it is on disk, readable by its owner alone. */
async function putInPlace(folder: string, name: string): Promise<void> {
  const part = join(folder, `${name}.part`);
  const file = await open(part, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(folder, name));
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
