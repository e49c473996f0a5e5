import { beforeAll, describe, expect, it } from 'vitest';
import { concat, type Bytes } from '#base/bytes.ts';
import {
  BLOB_CHUNK_BYTES,
  blobChunkHash,
  blobId,
  chunkCount,
  createBlobOpener,
  createBlobSealer,
  openBlob,
  sealBlob,
  sealedSizeBytes,
} from '#crypto/blob-stream.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';

beforeAll(cryptoReady);

const fileKey = new Uint8Array(32).fill(2);

async function* streamOf(...chunks: Bytes[]): AsyncGenerator<Bytes> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function sealWhole(content: Bytes) {
  const asked: number[] = [];
  const sealing = sealBlob(systemRandom, fileKey, content.length, (offset, length) => {
    asked.push(length);
    return Promise.resolve(content.slice(offset, offset + length));
  });
  const chunks: Bytes[] = [];
  let step = await sealing.next();
  for (; step.done !== true; step = await sealing.next()) chunks.push(step.value.sealed);
  return { blob: step.value, chunks, asked };
}

async function openWhole(header: Bytes, chunks: AsyncIterable<Bytes>) {
  const opening = openBlob(fileKey, header, chunks);
  const pieces: Bytes[] = [];
  let step = await opening.next();
  for (; step.done !== true; step = await opening.next()) pieces.push(step.value);
  return { content: concat(...pieces), result: step.value };
}

describe('a whole file', () => {
  const sizes = [0, 1, 100, BLOB_CHUNK_BYTES - 8, BLOB_CHUNK_BYTES, 3 * BLOB_CHUNK_BYTES + 5];

  it.each(sizes)(
    'of %i bytes comes back, in as many chunks as foretold [C30] [C34]',
    async (size) => {
      const content = new Uint8Array(size).map((_, index) => index % 253);
      const { blob, chunks } = await sealWhole(content);
      expect(chunks).toHaveLength(chunkCount(size));
      expect(concat(...chunks)).toHaveLength(sealedSizeBytes(size));
      const opened = await openWhole(blob.header, streamOf(...chunks));
      expect(opened.result).toEqual({ ok: true, value: size });
      expect(opened.content.every((byte, index) => byte === index % 253)).toBe(true);
      expect(opened.content).toHaveLength(size);
    },
  );

  it('is named by its header and its sealed chunks [C33]', async () => {
    const { blob, chunks } = await sealWhole(new Uint8Array(10));
    expect(blob.id).toBe(blobId(blob.header, chunks.map(blobChunkHash)));
    expect((await sealWhole(new Uint8Array(10))).blob.id).not.toBe(blob.id);
  });

  it('is read one chunk at a time, so that memory does not grow with it', async () => {
    const { asked } = await sealWhole(new Uint8Array(4 * BLOB_CHUNK_BYTES));
    expect(asked.length).toBeGreaterThan(3);
    expect(Math.max(...asked)).toBeLessThanOrEqual(BLOB_CHUNK_BYTES);
  });

  it('sizes that Padmé joins look the same from outside', () => {
    expect(sealedSizeBytes(1_000_000)).toBe(sealedSizeBytes(1_005_000));
  });

  it('a reader that gives too few bytes is a bug, never a shorter file', async () => {
    const sealing = sealBlob(systemRandom, fileKey, 10, () => Promise.resolve(new Uint8Array(9)));
    await expect(sealing.next()).rejects.toThrow('reader');
  });

  it('closes the source of chunks when it stops early', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<Bytes> {
      try {
        yield await Promise.resolve(new Uint8Array(100));
        yield new Uint8Array(100);
      } finally {
        isClosed = true;
      }
    }
    const opened = await openWhole(new Uint8Array(24), source());
    expect(opened.result).toEqual({ ok: false, error: 'NotAuthentic' });
    expect(isClosed).toBe(true);
  });
});

it('a file is stopped as soon as it is longer than its length says [C34]', async () => {
  const sealer = createBlobSealer(systemRandom, fileKey);
  const empty = sealer.push(new Uint8Array(BLOB_CHUNK_BYTES), false);
  const opened = await openWhole(sealer.header, streamOf(empty));
  expect(opened).toEqual({
    content: new Uint8Array(0),
    result: { ok: false, error: 'LengthMismatch' },
  });
});

describe('chunk by chunk', () => {
  it('nothing is pushed after the final chunk, nor a short one before it [C31]', () => {
    const sealer = createBlobSealer(systemRandom, fileKey);
    expect(() => sealer.push(new Uint8Array(10), false)).toThrow('shorter');
    expect(() => sealer.push(new Uint8Array(0), true)).toThrow('size');
    expect(() => sealer.push(new Uint8Array(BLOB_CHUNK_BYTES + 1), false)).toThrow('size');
    sealer.push(new Uint8Array(10), true);
    expect(() => sealer.push(new Uint8Array(10), true)).toThrow('final');
  });

  it('after a refusal everything is refused [C32]', () => {
    const sealer = createBlobSealer(systemRandom, fileKey);
    const [first, last] = [
      sealer.push(new Uint8Array(BLOB_CHUNK_BYTES), false),
      sealer.push(new Uint8Array(1), true),
    ];
    const opener = createBlobOpener(fileKey, sealer.header);
    expect(opener.pull(last).ok).toBe(false);
    expect(opener.pull(first).ok).toBe(false);
  });

  it('after the final chunk everything is refused [C32]', () => {
    const sealer = createBlobSealer(systemRandom, fileKey);
    const sealed = sealer.push(new Uint8Array(8), true);
    const opener = createBlobOpener(fileKey, sealer.header);
    const expected = { ok: true, value: { plaintext: new Uint8Array(8), isFinal: true } };
    expect(opener.pull(sealed)).toEqual(expected);
    expect(opener.pull(sealed)).toEqual({ ok: false, error: 'NotAuthentic' });
  });
});
