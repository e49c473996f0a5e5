import { toHex, type Bytes } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { openBlob, sealBlob, createFileKey, type BlobReader } from '#crypto/blob-stream.ts';
import type { Random } from '#crypto/random.ts';
import { encodeBlobManifest, type BlobManifest } from '#protocol/blob-manifest.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { BlobFiles } from './ports.ts';
import type { SealedRows } from './sealed-rows.ts';

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
  readonly #rows: SealedRows;
  readonly #files: BlobFiles;
  readonly #random: Random;

  constructor(rows: SealedRows, files: BlobFiles, random: Random) {
    this.#rows = rows;
    this.#files = files;
    this.#random = random;
  }

  /** Seals a file chunk by chunk in constant memory. Nothing names it until its row is written. */
  async sealFile(
    sizeBytes: number,
    read: BlobReader,
    progress: (doneChunks: number) => void,
  ): Promise<Result<SealedFile, VaultError>> {
    const fileKey = createFileKey(this.#random);
    const name = toHex(this.#random.bytes(16));
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

  /** Gives up a file that no row names. */
  async discard(file: SealedFile): Promise<void> {
    await this.#files.remove(file.row.name);
  }

  keep(batch: Batch, file: SealedFile): void {
    batch.write(this.#rows.putJson('blobs', file.row.blob, file.row));
  }

  row(blob: BlobId): Promise<Result<BlobRow | undefined, VaultError>> {
    return this.#rows.getJson<BlobRow>('blobs', blob);
  }

  chunk(row: BlobRow, index: number): Promise<Result<Bytes | undefined, VaultError>> {
    return this.#files.readChunk(row.name, index);
  }

  /** Takes files off the device that no row names: sealing that was cut short. */
  async sweep(): Promise<void> {
    const names = await this.#files.names();
    const rows = await this.#rows.allJson<BlobRow>('blobs', '');
    if (!names.ok || !rows.ok) return;
    const known = new Set(rows.value.map(({ value }) => value.name));
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

export const manifestOf = (row: BlobRow): BlobManifest => ({
  header: hexBytes(row.header),
  chunkHashes: row.chunkHashes.map(hexBytes),
});

export const manifestBytes = (row: BlobRow): Bytes => encodeBlobManifest(manifestOf(row));

export const attachNoteId = (log: LogId, blob: BlobId): string => `${log}/${blob}`;
