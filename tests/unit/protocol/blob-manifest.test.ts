import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '#base/bytes.ts';
import { sealBlob } from '#crypto/blob-stream.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import {
  decodeBlobManifest,
  encodeBlobManifest,
  manifestBlobId,
  MAX_BLOB_CHUNKS,
} from '#protocol/blob-manifest.ts';
import { seededRandom } from './log-builder.ts';

beforeAll(cryptoReady);

const fill = (length: number, value: number) => new Uint8Array(length).fill(value);
const manifest = { header: fill(24, 1), chunkHashes: [fill(32, 2), fill(32, 3)] };

describe('a manifest', () => {
  it('comes back as it was encoded', () => {
    expect(decodeBlobManifest(encodeBlobManifest(manifest))).toEqual({ ok: true, value: manifest });
  });

  it('is refused without chunks, with too many, cut short or too long', () => {
    const encoded = encodeBlobManifest(manifest);
    const answer = (bytes: Uint8Array): string => {
      const decoded = decodeBlobManifest(bytes);
      return decoded.ok ? 'ok' : decoded.error.what;
    };
    expect(answer(encodeBlobManifest({ ...manifest, chunkHashes: [] }))).toBe('manifest: chunks');
    expect(answer(concat(manifest.header, Uint8Array.of(0, 0, 16, 1)))).toBe('manifest: chunks');
    expect(answer(concat(manifest.header, Uint8Array.of(255, 255, 255, 255)))).toBe(
      'manifest: chunks',
    );
    expect(answer(encoded.subarray(0, -1))).toBe('manifest: hash');
    expect(answer(concat(encoded, Uint8Array.of(0)))).toBe('manifest: trailing bytes');
    expect(answer(encoded.subarray(0, 23))).toBe('manifest: header');
    expect(MAX_BLOB_CHUNKS).toBe(4096);
  });

  it('belongs to the blob that was sealed', async () => {
    const random = seededRandom('manifest');
    const content = random.bytes(1000);
    const reading = (offset: number, length: number) =>
      Promise.resolve(content.slice(offset, offset + length));
    const sealing = sealBlob(random, random.bytes(32), content.length, reading);
    let step = await sealing.next();
    while (!step.done) step = await sealing.next();
    expect(manifestBlobId(step.value)).toBe(step.value.id);
    expect(manifestBlobId(manifest)).not.toBe(step.value.id);
  });
});
