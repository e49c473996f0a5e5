import type { Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable } from '#base/codec.ts';
import type { BlobId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import { BLOB_CHUNK_BYTES, BLOB_HEADER_BYTES, blobId } from '#crypto/blob-stream.ts';
import { limits } from './limits.ts';

const HASH_BYTES = 32;

/** What a blob is made of: its id is the hash of it. `chunkHashes`: H(sealed chunk), in order. */
export type BlobManifest = { readonly header: Bytes; readonly chunkHashes: readonly Bytes[] };

/** A padded blob of 2 GiB: padding never crosses a power of two. */
export const MAX_BLOB_CHUNKS = limits.blobBytes / BLOB_CHUNK_BYTES;

/** header 24 ‖ u32 count ‖ 32-byte hashes [P60]. */
export const encodeBlobManifest = (manifest: BlobManifest): Bytes =>
  new Writer()
    .raw(manifest.header)
    .list(manifest.chunkHashes, (writer, hash) => writer.raw(hash))
    .done();

export const decodeBlobManifest = (bytes: Uint8Array): Result<BlobManifest, NotDecodable> =>
  decodeWith(bytes, 'manifest', (reader) => {
    const header = reader.raw(BLOB_HEADER_BYTES, 'manifest: header');
    const chunkHashes = reader.list('manifest: chunks', MAX_BLOB_CHUNKS, (each) =>
      each.raw(HASH_BYTES, 'manifest: hash'),
    );
    return chunkHashes.length === 0 ? reader.fail('manifest: chunks') : { header, chunkHashes };
  });

/** The id that this manifest, and no other, has [P61]. */
export const manifestBlobId = (manifest: BlobManifest): BlobId =>
  blobId(manifest.header, manifest.chunkHashes);
