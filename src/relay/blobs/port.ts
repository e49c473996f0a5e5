import type { Bytes } from '#base/bytes.ts';
import type { BlobId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';

/**
 * Where sealed files lie, chunk by chunk. What resolves ok is on disk. Contents were checked
 * against their hashes before they come here; who may see them is decided elsewhere.
 */
export type BlobStore = {
  /** Keeps the manifest that a blob's id is the hash of; again is the same. */
  declare(blob: BlobId, manifest: Bytes): Promise<Result<void, 'Full'>>;
  manifest(blob: BlobId): Promise<Bytes | undefined>;
  /** Only of a declared blob. */
  putChunk(blob: BlobId, index: number, chunk: Bytes): Promise<Result<void, 'Full'>>;
  chunk(blob: BlobId, index: number): Promise<Bytes | undefined>;
  /** Indexes of the chunks that are here. */
  held(blob: BlobId): Promise<ReadonlySet<number>>;
  /** Manifest and chunks; of what is not here, nothing. */
  remove(blob: BlobId): Promise<void>;
  /** Every declared blob. */
  list(): Promise<readonly BlobId[]>;
};
