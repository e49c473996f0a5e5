import { toHex, type Bytes } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import { Writer, decodeWith } from '#base/codec.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import {
  blobChunkHash,
  openBlob,
  sealBlob,
  createFileKey,
  type BlobReader,
} from '#crypto/blob-stream.ts';
import type { Random } from '#crypto/random.ts';
import {
  decodeBlobManifest,
  encodeBlobManifest,
  manifestBlobId,
  type BlobManifest,
} from '#protocol/blob-manifest.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { BlobFiles, Store, Write } from './ports.ts';

/** What the device knows of a sealed file that it holds. */
export type BlobRow = {
  readonly blob: BlobId;
  /** Its name in `BlobFiles`. */
  readonly name: string;
  readonly header: string;
  readonly chunkHashes: readonly string[];
};

export type SealedFile = { readonly row: BlobRow; readonly fileKey: Bytes };

/** Sealed files of this device: sealing, opening, and what the relay must be told of them. */
export class BlobShelf {
  readonly #store: Store;
  readonly #files: BlobFiles;
  readonly #random: Random;

  constructor(store: Store, files: BlobFiles, random: Random) {
    this.#store = store;
    this.#files = files;
    this.#random = random;
  }

  /**
   * Seals a file chunk by chunk in constant memory. Nothing names it until its row is written; a
   * reader that throws leaves nothing behind.
   */
  async sealFile(
    sizeBytes: number,
    read: BlobReader,
    progress: (doneChunks: number) => void,
  ): Promise<Result<SealedFile, VaultError>> {
    const name = toHex(this.#random.bytes(16));
    try {
      return await this.#seal(name, sizeBytes, read, progress);
    } catch (failure) {
      await this.#files.remove(name);
      throw failure;
    }
  }

  async #seal(
    name: string,
    sizeBytes: number,
    read: BlobReader,
    progress: (doneChunks: number) => void,
  ): Promise<Result<SealedFile, VaultError>> {
    const fileKey = createFileKey(this.#random);
    const chunks = sealBlob(this.#random, fileKey, sizeBytes, read);
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) {
        const { id, header, chunkHashes } = next.value;
        const row = { blob: id, name, header: toHex(header), chunkHashes: chunkHashes.map(toHex) };
        return ok({ row, fileKey });
      }
      const written = await this.#files.writeChunk(name, next.value.index, next.value.sealed);
      if (!written.ok) {
        await this.#files.remove(name);
        return written;
      }
      progress(next.value.index + 1);
    }
  }

  /** Copies a sealed file from elsewhere, each chunk checked. Nothing names it until its row is written. */
  async copyIn(
    manifest: BlobManifest,
    chunk: (index: number) => Promise<Result<Bytes | undefined, VaultError>>,
  ): Promise<Result<BlobRow, VaultError>> {
    const name = toHex(this.#random.bytes(16));
    const chunkHashes = manifest.chunkHashes.map(toHex);
    for (const [index, hash] of chunkHashes.entries()) {
      const read = await chunk(index);
      if (!read.ok) return read;
      if (read.value === undefined) return err({ type: 'FileNotHere' });
      if (toHex(blobChunkHash(read.value)) !== hash) return err({ type: 'FileDamaged' });
      const written = await this.#files.writeChunk(name, index, read.value);
      if (!written.ok) return written;
    }
    return ok({
      blob: manifestBlobId(manifest),
      name,
      header: toHex(manifest.header),
      chunkHashes,
    });
  }

  /** Takes a file off this device; its chunks go at the next opening. */
  forget(batch: Batch, blob: BlobId): void {
    batch.write({ table: 'blobs', key: blob, delete: true });
  }

  /** Gives up a file that no row names. */
  async discard(file: SealedFile): Promise<void> {
    await this.#files.remove(file.row.name);
  }

  keep(batch: Batch, file: SealedFile): void {
    batch.write(blobRowWrite(file.row));
  }

  async row(blob: BlobId): Promise<Result<BlobRow | undefined, VaultError>> {
    const row = await this.#store.get('blobs', blob);
    return row.ok && row.value ? readBlobRow(row.value) : (row as Result<undefined, VaultError>);
  }

  /** Every file that this device holds. */
  async all(): Promise<Result<BlobRow[], VaultError>> {
    const rows = await this.#store.range('blobs', { from: '', to: '\uffff' });
    if (!rows.ok) return rows;
    const all: BlobRow[] = [];
    for (const { value } of rows.value) {
      const row = readBlobRow(value);
      if (!row.ok) return row;
      all.push(row.value);
    }
    return ok(all);
  }

  chunk(row: BlobRow, index: number): Promise<Result<Bytes | undefined, VaultError>> {
    return this.#files.readChunk(row.name, index);
  }

  /** Takes files off the device that no row names: sealing that was cut short. */
  async sweep(): Promise<void> {
    const names = await this.#files.names();
    const rows = await this.all();
    if (!names.ok || !rows.ok) return;
    const known = new Set(rows.value.map(({ name }) => name));
    for (const name of names.value) if (!known.has(name)) await this.#files.remove(name);
  }

  /** The whole of a file that this device holds, opened. */
  async open(blob: BlobId, fileKey: Uint8Array): Promise<Result<Bytes[], VaultError>> {
    const row = await this.row(blob);
    if (!row.ok) return row;
    if (row.value === undefined) return err({ type: 'FileNotHere' });
    return this.openWith(manifestOf(row.value), fileKey, (index) =>
      this.chunk(mustGet(row.value, 'the row was read'), index),
    );
  }

  /** Opens a file from wherever its chunks come. */
  async openWith(
    manifest: BlobManifest,
    fileKey: Uint8Array,
    chunk: (index: number) => Promise<Result<Bytes | undefined, VaultError>>,
  ): Promise<Result<Bytes[], VaultError>> {
    let failure: VaultError | undefined;
    async function* chunks(): AsyncGenerator<Bytes> {
      for (let index = 0; index < manifest.chunkHashes.length; index++) {
        const read = await chunk(index);
        if (!read.ok) failure = read.error;
        if (!read.ok || read.value === undefined) return;
        yield read.value;
      }
    }
    const pieces: Bytes[] = [];
    const opened = openBlob(fileKey, manifest.header, chunks());
    for (;;) {
      const next = await opened.next();
      if (next.done !== true) {
        pieces.push(next.value);
        continue;
      }
      if (failure) return err(failure);
      return next.value.ok ? ok(pieces) : err({ type: 'FileDamaged' });
    }
  }
}

/**
 * A row says what the relay may know of the file, and its name here: it is kept in clear, so that
 * files outlive a lost LSK.
 */
export const blobRowWrite = (row: BlobRow): Write => ({
  table: 'blobs',
  key: row.blob,
  value: new Writer().text(row.name).lp(manifestBytes(row)).done(),
});

function readBlobRow(value: Uint8Array): Result<BlobRow, VaultError> {
  const parts = decodeWith(value, 'blob row', (reader) => ({
    name: reader.text('name', 64),
    manifest: reader.lp('manifest'),
  }));
  const manifest = parts.ok ? decodeBlobManifest(parts.value.manifest) : parts;
  if (!parts.ok || !manifest.ok) return err({ type: 'StorageDamaged' });
  return ok({
    blob: manifestBlobId(manifest.value),
    name: parts.value.name,
    header: toHex(manifest.value.header),
    chunkHashes: manifest.value.chunkHashes.map(toHex),
  });
}

export const manifestOf = (row: BlobRow): BlobManifest => ({
  header: hexBytes(row.header),
  chunkHashes: row.chunkHashes.map(hexBytes),
});

export const manifestBytes = (row: BlobRow): Bytes => encodeBlobManifest(manifestOf(row));

export const attachNoteId = (log: LogId, blob: BlobId): string => `${log}/${blob}`;
