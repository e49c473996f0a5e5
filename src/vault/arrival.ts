import { toHex, type Bytes } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { recoveryKeysFromSecret } from '#crypto/recovery.ts';
import { manifestBlobId } from '#protocol/blob-manifest.ts';
import type { ForeignLog } from './adopt.ts';
import { readArchive, type ArchivedBlob, type BlobSink } from './archive.ts';
import { Batch } from './batch.ts';
import { blobRowWrite, type BlobRow } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import { blobsHere } from './foreign-blobs.ts';
import { secretOf } from './kit-words.ts';
import type { VaultDeps, Write } from './ports.ts';
import { RelaySource } from './relay-source.ts';
import { failureToError } from './relay-failure.ts';
import {
  joinAll,
  openBox,
  restoreAll,
  type Admitted,
  type LogSource,
  type Recovered,
} from './restore.ts';
import type { VaultParts } from './vault-parts.ts';
import { recoveryWriteRow } from './slots.ts';

/** What a device has once a record came to it. */
export type Arrived = { readonly keyring: LogId; readonly record: LogId };

/** The kit's words, and what this device is to be called. */
type ByWords = { readonly words: string; readonly deviceName?: string };

/** The twelve words and the relay bring everything back; files come when they are opened. */
export async function arriveFromRelay(
  parts: VaultParts,
  lockWrites: readonly Write[],
  { words, deviceName = '' }: ByWords,
): Promise<Result<Arrived, VaultError>> {
  const secret = secretOf(words);
  if (!secret.ok) return secret;
  const locator = toHex(recoveryKeysFromSecret(secret.value).locator);
  const box = await parts.deps.relay.getRecoveryBox(locator);
  if (!box.ok) return err(failureToError(box.error));
  // The relay knows no such box: wrong words and words of another relay look alike.
  if (box.value === undefined) return err({ type: 'WordsDoNotOpen' });
  const recovered = openBox(secret.value, box.value);
  if (!recovered.ok) return recovered;
  const source = new RelaySource(parts.deps);
  try {
    return await settle(
      parts,
      lockWrites,
      { ...recovered.value, deviceName },
      box.value,
      source,
      [],
    );
  } finally {
    await source.stop();
  }
}

/** Another device of the same person gave the keyring's keys: the rest is read from the relay. */
export async function arriveAsDevice(
  parts: VaultParts,
  lockWrites: readonly Write[],
  admitted: Admitted,
): Promise<Result<Arrived, VaultError>> {
  const source = new RelaySource(parts.deps);
  const batch = new Batch().write(...lockWrites, parts.rows.indexKeyWrite()).tell('status');
  try {
    const joined = await joinAll(parts, batch, admitted, source);
    const record = joined.ok ? joined.value.records[0] : undefined;
    if (!joined.ok || record === undefined) {
      batch.giveUp();
      return joined.ok ? err({ type: 'NoRecoveryHere' }) : joined;
    }
    const done = await parts.commit(batch);
    return done.ok ? ok({ keyring: admitted.admission.keyring, record }) : done;
  } finally {
    await source.stop();
  }
}

/** An archive and the words: everything, files included, with no network at all. */
export async function arriveFromArchive(
  parts: VaultParts,
  lockWrites: readonly Write[],
  archive: Blob,
  { words, deviceName = '' }: ByWords,
): Promise<Result<Arrived, VaultError>> {
  const secret = secretOf(words);
  if (!secret.ok) return secret;
  const files = new ArrivingFiles(parts.deps);
  const read = await readArchive(archive, files);
  const arrived = read.ok
    ? await settleArchive(
        parts,
        lockWrites,
        { secret: secret.value, deviceName },
        read.value,
        files.rows,
      )
    : read;
  if (!arrived.ok) await files.giveUp();
  return arrived;
}

async function settleArchive(
  parts: VaultParts,
  lockWrites: readonly Write[],
  { secret, deviceName }: { readonly secret: Bytes; readonly deviceName: string },
  archive: { boxWrite: Bytes | undefined; logs: ReadonlyMap<LogId, ForeignLog> },
  rows: readonly BlobRow[],
): Promise<Result<Arrived, VaultError>> {
  if (!archive.boxWrite) return err({ type: 'NoRecoveryHere' });
  const recovered = openBox(secret, archive.boxWrite);
  if (!recovered.ok) return recovered;
  const find = (blob: BlobId) => Promise.resolve(ok(rows.find((row) => row.blob === blob)));
  const blobs = blobsHere(parts.blobs, find);
  const source: LogSource = {
    log(logId) {
      const log = archive.logs.get(logId);
      return Promise.resolve(ok(log && { ...log, blobs }));
    },
  };
  const named = { ...recovered.value, deviceName };
  return settle(parts, lockWrites, named, archive.boxWrite, source, rows);
}

/** Everything in one transaction: the device is as empty as before, or has it all. */
async function settle(
  parts: VaultParts,
  lockWrites: readonly Write[],
  recovered: Recovered & { readonly deviceName: string },
  boxWrite: Bytes,
  source: LogSource,
  rows: readonly BlobRow[],
): Promise<Result<Arrived, VaultError>> {
  const batch = new Batch().write(...lockWrites).tell('status');
  const restored = await restoreAll(parts, batch, recovered, source, recovered.deviceName);
  if (!restored.ok) {
    batch.giveUp();
    return restored;
  }
  const [record] = restored.value.records;
  if (record === undefined) return err({ type: 'ArchiveDamaged' });
  batch.write(parts.rows.indexKeyWrite(), recoveryWriteRow(boxWrite), ...rows.map(blobRowWrite));
  const done = await parts.commit(batch);
  return done.ok ? ok({ keyring: recovered.keyring, record }) : done;
}

/** Files of an archive on their way to this device: named by no row until everything is in. */
class ArrivingFiles implements BlobSink {
  readonly #deps: VaultDeps;
  readonly rows: BlobRow[] = [];

  constructor(deps: VaultDeps) {
    this.#deps = deps;
  }

  begin({ manifest }: ArchivedBlob): Promise<Result<void, VaultError>> {
    this.rows.push({
      blob: manifestBlobId(manifest),
      name: toHex(this.#deps.random.bytes(16)),
      header: toHex(manifest.header),
      chunkHashes: manifest.chunkHashes.map(toHex),
    });
    return Promise.resolve(ok(undefined));
  }

  chunk(index: number, chunk: Bytes): Promise<Result<void, VaultError>> {
    return this.#deps.files.writeChunk(this.rows.at(-1)?.name ?? '', index, chunk);
  }

  async giveUp(): Promise<void> {
    for (const { name } of this.rows) await this.#deps.files.remove(name);
  }
}
