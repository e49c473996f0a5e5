/**
 * Files, sealed in chunks with libsodium's secretstream (XChaCha20-Poly1305) in constant memory.
 *
 * Promises: chunks cannot be altered, swapped, repeated, dropped or cut off unseen; the relay
 * learns the padded size only. A file is valid once `openBlob` has ended with `ok`: what it
 * yielded before is authentic but perhaps not whole.
 * Does not promise: resuming a half-sealed file (seal again); that a key opens one file only:
 * the blob id, which its reference names beside the key, binds the sealed bytes.
 */
import { invariant } from '#base/assert.ts';
import { concat, isZero, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { idFromBytes, type BlobId } from '#base/ids.ts';
import { padmeLength } from '#base/padme.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hash, hashLabelled } from './hash.ts';
import { labels } from './labels.ts';
import type { Random } from './random.ts';
import { owned, sodium } from './sodium.ts';

/** Plaintext bytes in every chunk but the last, which has 1 to as many [C30]. */
export const BLOB_CHUNK_BYTES = 512 * 1024;
/** How much longer a sealed chunk is than its plaintext: a tag byte and a MAC. */
export const BLOB_CHUNK_OVERHEAD_BYTES = 17;
export const BLOB_HEADER_BYTES = 24;
export const FILE_KEY_BYTES = 32;
const LENGTH_BYTES = 8;

/** 32 random bytes, one per file, kept in the entry that refers to it [C29]. */
export const createFileKey = (random: Random): Bytes => random.bytes(FILE_KEY_BYTES);

/** u64 length ‖ content ‖ zeros, up to Padmé [C30]. */
const paddedSizeBytes = (sizeBytes: number): number => padmeLength(LENGTH_BYTES + sizeBytes);

/** Number of sealed chunks of a file: at least one. */
export const chunkCount = (sizeBytes: number): number =>
  Math.ceil(paddedSizeBytes(sizeBytes) / BLOB_CHUNK_BYTES);

/** Sum of all sealed chunks of a file; the 24-byte header is not in it. */
export const sealedSizeBytes = (sizeBytes: number): number =>
  paddedSizeBytes(sizeBytes) + chunkCount(sizeBytes) * BLOB_CHUNK_OVERHEAD_BYTES;

/** H of one sealed chunk, by which each side checks it on its own [C33]. */
export const blobChunkHash = (sealedChunk: Uint8Array): Bytes => hash(sealedChunk);

/** HL("blob", header, H(c1) ‖ H(c2) …) [C33]. */
export const blobId = (header: Uint8Array, chunkHashes: readonly Uint8Array[]): BlobId =>
  idFromBytes('BlobId', hashLabelled(labels.blob, header, concat(...chunkHashes)));

export type BlobSealer = {
  /** 24 bytes that the opener needs; public. */
  readonly header: Bytes;
  /** @param chunk 512 KiB, or 1 byte to 512 KiB when final. After the final one: a bug. */
  readonly push: (chunk: Uint8Array, isFinal: boolean) => Bytes;
};

export type BlobOpener = {
  /** Chunks in order; after a refusal or the final one, everything is refused. */
  readonly pull: (
    sealedChunk: Uint8Array,
  ) => Result<{ readonly plaintext: Bytes; readonly isFinal: boolean }, 'NotAuthentic'>;
};

/** Seals padded chunks one by one [C31]. `sealBlob` pads and cuts a whole file. */
export function createBlobSealer(random: Random, fileKey: Uint8Array): BlobSealer {
  const stream = sodium();
  const header = random.bytes(BLOB_HEADER_BYTES);
  // The state of both ends depends on header and key alone: this is init_push with our header.
  const state = stream.crypto_secretstream_xchacha20poly1305_init_pull(header, fileKey);
  let isOpen = true;
  return {
    header,
    push(chunk, isFinal) {
      invariant(isOpen, 'nothing follows the final chunk');
      invariant(chunk.length > 0 && chunk.length <= BLOB_CHUNK_BYTES, 'a chunk has its size');
      invariant(isFinal || chunk.length === BLOB_CHUNK_BYTES, 'only the final chunk is shorter');
      isOpen = !isFinal;
      const tag = isFinal
        ? stream.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        : stream.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
      return owned(stream.crypto_secretstream_xchacha20poly1305_push(state, chunk, null, tag));
    },
  };
}

/** @param header 24 bytes [C32] */
export function createBlobOpener(fileKey: Uint8Array, header: Uint8Array): BlobOpener {
  const stream = sodium();
  const state = stream.crypto_secretstream_xchacha20poly1305_init_pull(header, fileKey);
  let isOpen = true;
  return {
    pull(sealedChunk) {
      if (!isOpen || sealedChunk.length <= BLOB_CHUNK_OVERHEAD_BYTES) return err('NotAuthentic');
      const pulled = stream.crypto_secretstream_xchacha20poly1305_pull(state, sealedChunk, null);
      isOpen = false;
      if (pulled === false) return err('NotAuthentic');
      const plaintext = owned(pulled.message);
      const isFinal = pulled.tag === stream.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
      const isMiddle =
        pulled.tag === stream.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE &&
        plaintext.length === BLOB_CHUNK_BYTES;
      if (!isFinal && !isMiddle) return err('NotAuthentic');
      isOpen = isMiddle;
      return ok({ plaintext, isFinal });
    },
  };
}

/** Reads exactly `length` bytes of the file at `offset`; throws when it cannot. */
export type BlobReader = (offset: number, length: number) => Promise<Bytes>;
export type SealedChunk = { readonly index: number; readonly sealed: Bytes; readonly hash: Bytes };
export type SealedBlob = {
  readonly id: BlobId;
  readonly header: Bytes;
  readonly chunkHashes: readonly Bytes[];
};

/** Yields the sealed chunks in order and returns what names and opens them [C30]. */
export async function* sealBlob(
  random: Random,
  fileKey: Uint8Array,
  sizeBytes: number,
  read: BlobReader,
): AsyncGenerator<SealedChunk, SealedBlob> {
  const { header, push } = createBlobSealer(random, fileKey);
  const chunkHashes: Bytes[] = [];
  const count = chunkCount(sizeBytes);
  for (let index = 0; index < count; index++) {
    const chunk = await paddedChunk(sizeBytes, index, read);
    const sealed = push(chunk, index === count - 1);
    const chunkHash = blobChunkHash(sealed);
    chunkHashes.push(chunkHash);
    yield { index, sealed, hash: chunkHash };
  }
  return { id: blobId(header, chunkHashes), header, chunkHashes };
}

/** Chunk `index` of u64 length ‖ content ‖ zeros. */
async function paddedChunk(sizeBytes: number, index: number, read: BlobReader): Promise<Bytes> {
  const start = index * BLOB_CHUNK_BYTES;
  const end = Math.min(start + BLOB_CHUNK_BYTES, paddedSizeBytes(sizeBytes));
  const chunk = new Uint8Array(end - start);
  if (index === 0) chunk.set(new Writer().u64(sizeBytes).done());
  const contentStart = Math.max(start, LENGTH_BYTES);
  const contentEnd = Math.min(end, LENGTH_BYTES + sizeBytes);
  if (contentStart < contentEnd) {
    const content = await read(contentStart - LENGTH_BYTES, contentEnd - contentStart);
    invariant(content.length === contentEnd - contentStart, 'the reader gives what it was asked');
    chunk.set(content, contentStart - start);
  }
  return chunk;
}

export type BlobFailure = 'NotAuthentic' | 'Truncated' | 'LengthMismatch';

/**
 * Yields the file's bytes, padding removed, and returns its size in bytes, or why the file is
 * not valid [C34]. Anything yielded before a failure must be thrown away.
 */
export async function* openBlob(
  fileKey: Uint8Array,
  header: Uint8Array,
  sealedChunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Bytes, Result<number, BlobFailure>> {
  if (header.length !== BLOB_HEADER_BYTES) return err('NotAuthentic');
  const opener = createBlobOpener(fileKey, header);
  let start = 0;
  let sizeBytes = 0;
  let sawFinal = false;
  for await (const sealed of sealedChunks) {
    const pulled = opener.pull(sealed);
    if (!pulled.ok) return pulled;
    const { plaintext, isFinal } = pulled.value;
    if (start === 0) {
      const length = contentLength(plaintext);
      if (length === undefined) return err('LengthMismatch');
      sizeBytes = length;
    }
    const end = start + plaintext.length;
    const paddedSize = paddedSizeBytes(sizeBytes);
    if (isFinal ? end !== paddedSize : end >= paddedSize) return err('LengthMismatch');
    const content = contentPart(plaintext, start, sizeBytes);
    if (content === undefined) return err('LengthMismatch');
    if (content.length > 0) yield content;
    start = end;
    sawFinal = isFinal;
  }
  return sawFinal ? ok(sizeBytes) : err('Truncated');
}

/** The u64 at the head of the first chunk, when it can be a file's size. */
function contentLength(firstChunk: Uint8Array): number | undefined {
  if (firstChunk.length < LENGTH_BYTES) return undefined;
  const { buffer, byteOffset } = firstChunk;
  const length = new DataView(buffer, byteOffset, LENGTH_BYTES).getBigUint64(0);
  return length <= BigInt(Number.MAX_SAFE_INTEGER - LENGTH_BYTES) ? Number(length) : undefined;
}

/** What of the file stands in the padded chunk at `start`; undefined if its padding is not zero. */
function contentPart(chunk: Bytes, start: number, sizeBytes: number): Bytes | undefined {
  const from = Math.max(LENGTH_BYTES - start, 0);
  const to = Math.min(Math.max(LENGTH_BYTES + sizeBytes - start, 0), chunk.length);
  return isZero(chunk.subarray(Math.max(from, to)))
    ? chunk.subarray(from, Math.max(from, to))
    : undefined;
}
