import { concat, equal, utf8, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { idToBytes, idFromBytes, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { blobChunkHash } from '#crypto/blob-stream.ts';
import { createHasher } from '#crypto/hash.ts';
import { decodeBlobManifest, type BlobManifest } from '#protocol/blob-manifest.ts';
import { limits } from '#protocol/limits.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { ForeignLog } from './adopt.ts';
import type { VaultError } from './errors.ts';

/*
 * An archive: "CRNA" ‖ u8 1 ‖ lp(signed box write, empty before the kit is confirmed) ‖
 * u32 logs × (log id 32 ‖ u32 ops × lp(op)) ‖ u32 blobs × (lp(manifest) ‖ each chunk as lp) ‖
 * H(all before). Nothing is sealed anew: it opens with what opens its ops.
 */

const MAGIC = utf8('CRNA');
const VERSION = 1;
const HASH_BYTES = 32;
const MAX_BOX_BYTES = 4096;
const MAX_LOGS = 10_000;
const MAX_OPS = 10_000_000;
const MAX_BLOBS = 1_000_000;
const MAX_CHUNK_BYTES = 513 * 1024;

export type ArchivedBlob = { readonly manifest: BlobManifest; readonly manifestBytes: Bytes };

/** Gathers the parts of an archive; the browser keeps large ones off the heap. */
export class ArchiveWriter {
  readonly #parts: Blob[] = [];
  readonly #hasher = createHasher();

  constructor(boxWrite: Bytes) {
    this.#put(new Writer().raw(MAGIC).u8(VERSION).lp(boxWrite).done());
  }

  logs(logs: readonly { readonly logId: LogId; readonly ops: readonly Bytes[] }[]): void {
    this.count(logs.length);
    for (const { logId, ops } of logs) {
      this.#put(idToBytes(logId));
      this.count(ops.length);
      for (const op of ops) this.#put(new Writer().lp(op).done());
    }
  }

  count(items: number): void {
    this.#put(new Writer().u32(items).done());
  }

  /** A manifest, or a chunk. */
  piece(bytes: Bytes): void {
    this.#put(new Writer().lp(bytes).done());
  }

  done(): Blob {
    this.#parts.push(new Blob([this.#hasher.digest()]));
    return new Blob(this.#parts, { type: 'application/octet-stream' });
  }

  #put(bytes: Bytes): void {
    this.#hasher.update(bytes);
    this.#parts.push(new Blob([bytes]));
  }
}

export type ReadArchive = {
  /** Undefined: made before the kit was confirmed. */
  readonly boxWrite: Bytes | undefined;
  readonly logs: ReadonlyMap<LogId, ForeignLog>;
  readonly blobs: number;
};

/** What a reader does with each blob: its manifest, then its chunks in order. */
export type BlobSink = {
  readonly begin: (blob: ArchivedBlob) => Promise<Result<void, VaultError>>;
  readonly chunk: (index: number, chunk: Bytes) => Promise<Result<void, VaultError>>;
};

/**
 * Reads an archive to its end and checks its hash, each manifest and each chunk. Until it has
 * answered ok, nothing that `sink` was given may count.
 */
export async function readArchive(
  archive: Blob,
  sink: BlobSink,
): Promise<Result<ReadArchive, VaultError>> {
  const reader = new ArchiveReader(archive);
  try {
    return await readWhole(reader, sink);
  } catch (failure) {
    if (failure instanceof ArchiveFailure) return err(failure.error);
    throw failure;
  }
}

async function readWhole(
  reader: ArchiveReader,
  sink: BlobSink,
): Promise<Result<ReadArchive, VaultError>> {
  const magic = await reader.raw(MAGIC.length + 1, 'NotAnArchive');
  if (!equal(magic.subarray(0, MAGIC.length), MAGIC)) return err({ type: 'NotAnArchive' });
  if (magic[MAGIC.length] !== VERSION) return err({ type: 'NewerData' });
  const box = await reader.lp(MAX_BOX_BYTES);
  const logs = new Map<LogId, ForeignLog>();
  for (let left = await reader.u32(MAX_LOGS); left > 0; left--) {
    const logId = idFromBytes('LogId', await reader.raw(32));
    const items: LogItem[] = [];
    for (let ops = await reader.u32(MAX_OPS); ops > 0; ops--) {
      items.push({ type: 'op', relaySeq: 0, bytes: await reader.lp(limits.opBytes) });
    }
    logs.set(logId, { logId, items });
  }
  const blobs = await reader.u32(MAX_BLOBS);
  for (let left = blobs; left > 0; left--) {
    const read = await readBlob(reader, sink);
    if (!read.ok) return read;
  }
  await reader.end();
  return ok({ boxWrite: box.length > 0 ? box : undefined, logs, blobs });
}

async function readBlob(reader: ArchiveReader, sink: BlobSink): Promise<Result<void, VaultError>> {
  const manifestBytes = await reader.lp(MAX_BOX_BYTES + limits.blobBytes / 8192);
  const manifest = decodeBlobManifest(manifestBytes);
  if (!manifest.ok) return err({ type: 'ArchiveDamaged' });
  const begun = await sink.begin({ manifest: manifest.value, manifestBytes });
  if (!begun.ok) return begun;
  for (const [index, hash] of manifest.value.chunkHashes.entries()) {
    const chunk = await reader.lp(MAX_CHUNK_BYTES);
    if (!equal(blobChunkHash(chunk), hash)) return err({ type: 'ArchiveDamaged' });
    const kept = await sink.chunk(index, chunk);
    if (!kept.ok) return kept;
  }
  return ok(undefined);
}

/** Thrown inside this file only, turned into a value by `readArchive`. */
class ArchiveFailure extends Error {
  readonly error: VaultError;
  constructor(type: 'ArchiveDamaged' | 'NotAnArchive' | 'FileUnreadable') {
    super(type);
    this.error = { type };
  }
}

/** Reads a Blob forwards, a window at a time, hashing what it gives. */
class ArchiveReader {
  readonly #archive: Blob;
  readonly #hasher = createHasher();
  #window: Bytes = concat();
  #windowStart = 0;
  #offset = 0;

  constructor(archive: Blob) {
    this.#archive = archive;
  }

  async raw(
    length: number,
    otherwise: 'ArchiveDamaged' | 'NotAnArchive' = 'ArchiveDamaged',
  ): Promise<Bytes> {
    if (this.#offset + length > this.#archive.size - HASH_BYTES)
      throw new ArchiveFailure(otherwise);
    const bytes = await this.#read(length);
    this.#hasher.update(bytes);
    return bytes;
  }

  async u32(atMost: number): Promise<number> {
    const value = new DataView((await this.raw(4)).buffer).getUint32(0);
    if (value > atMost) throw new ArchiveFailure('ArchiveDamaged');
    return value;
  }

  async lp(maxBytes: number): Promise<Bytes> {
    return this.raw(await this.u32(Math.floor(maxBytes)));
  }

  /** The hash of everything read must be what stands last. */
  async end(): Promise<void> {
    if (this.#offset !== this.#archive.size - HASH_BYTES)
      throw new ArchiveFailure('ArchiveDamaged');
    const expected = await this.#read(HASH_BYTES);
    if (!equal(expected, this.#hasher.digest())) throw new ArchiveFailure('ArchiveDamaged');
  }

  async #read(length: number): Promise<Bytes> {
    const end = this.#offset + length;
    if (end > this.#windowStart + this.#window.length) await this.#slide(length);
    const start = this.#offset - this.#windowStart;
    this.#offset = end;
    return this.#window.slice(start, start + length);
  }

  async #slide(length: number): Promise<void> {
    const size = Math.max(length, MAX_CHUNK_BYTES * 2);
    try {
      const part = this.#archive.slice(this.#offset, this.#offset + size);
      this.#window = new Uint8Array(await part.arrayBuffer());
      this.#windowStart = this.#offset;
    } catch {
      throw new ArchiveFailure('FileUnreadable');
    }
  }
}
