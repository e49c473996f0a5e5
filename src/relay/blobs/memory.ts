import type { Bytes } from '#base/bytes.ts';
import type { BlobId } from '#base/ids.ts';
import { err, ok } from '#base/result.ts';
import type { BlobStore } from './port.ts';

type Blob = { readonly manifest: Bytes; readonly chunks: Map<number, Bytes> };

/** Blobs in memory: the model of the other adapters, and the relay of simulations. */
export function createMemoryBlobs(maxBytes = Number.POSITIVE_INFINITY): BlobStore {
  const blobs = new Map<BlobId, Blob>();
  let left = maxBytes;
  const take = (bytes: number): boolean => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  return {
    declare(blob, manifest) {
      if (blobs.has(blob)) return Promise.resolve(ok(undefined));
      if (!take(manifest.length)) return Promise.resolve(err('Full'));
      blobs.set(blob, { manifest, chunks: new Map() });
      return Promise.resolve(ok(undefined));
    },
    manifest: (blob) => Promise.resolve(blobs.get(blob)?.manifest),
    putChunk(blob, index, chunk) {
      const chunks = blobs.get(blob)?.chunks;
      if (chunks?.has(index)) return Promise.resolve(ok(undefined));
      if (!take(chunk.length)) return Promise.resolve(err('Full'));
      chunks?.set(index, chunk);
      return Promise.resolve(ok(undefined));
    },
    chunk: (blob, index) => Promise.resolve(blobs.get(blob)?.chunks.get(index)),
    held: (blob) => Promise.resolve(new Set(blobs.get(blob)?.chunks.keys())),
    remove(blob) {
      const gone = blobs.get(blob);
      for (const chunk of gone?.chunks.values() ?? []) left += chunk.length;
      left += gone?.manifest.length ?? 0;
      blobs.delete(blob);
      return Promise.resolve();
    },
    list: () => Promise.resolve([...blobs.keys()]),
  };
}
