import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { BlobId } from '#base/ids.ts';
import type { BlobStore } from '#relay/blobs/port.ts';

export type BlobsUnderTest = {
  /** Again gives what the last one left, where it lasts. */
  readonly open: () => BlobStore;
  readonly lasts: boolean;
  readonly clean: () => void;
};

const BLOB = 'a1'.repeat(32) as BlobId;
const OTHER = 'b2'.repeat(32) as BlobId;
const bytes = (fill: number, length = 1000): Bytes => new Uint8Array(length).fill(fill);
const done = { ok: true, value: undefined };

/** What every store of the relay's blobs does alike. */
export function describeBlobs(name: string, make: () => BlobsUnderTest): void {
  describe(`relay blobs: ${name}`, () => {
    let subject: BlobsUnderTest;
    let blobs: BlobStore;
    beforeEach(() => {
      subject = make();
      blobs = subject.open();
    });
    afterEach(() => {
      subject.clean();
    });

    test('a blob that was never declared has nothing', async () => {
      expect(await blobs.manifest(BLOB)).toBeUndefined();
      expect(await blobs.chunk(BLOB, 0)).toBeUndefined();
      expect(await blobs.held(BLOB)).toEqual(new Set());
      expect(await blobs.list()).toEqual([]);
    });

    test('manifest and chunks come back as they were, in any order', async () => {
      expect(await blobs.declare(BLOB, bytes(1))).toEqual(done);
      for (const index of [2, 0, 11]) {
        expect(await blobs.putChunk(BLOB, index, bytes(index, 512 * 1024 + 17))).toEqual(done);
      }
      expect(toHex((await blobs.manifest(BLOB)) ?? bytes(0))).toBe(toHex(bytes(1)));
      expect((await blobs.chunk(BLOB, 11))?.every((byte) => byte === 11)).toBe(true);
      expect(await blobs.held(BLOB)).toEqual(new Set([0, 2, 11]));
      expect(await blobs.chunk(BLOB, 1)).toBeUndefined();
    });

    test('declaring and putting again changes nothing, at once or later', async () => {
      await Promise.all([blobs.declare(BLOB, bytes(1)), blobs.declare(BLOB, bytes(1))]);
      await Promise.all([1, 2, 3].map(() => blobs.putChunk(BLOB, 0, bytes(5))));
      expect(await blobs.declare(BLOB, bytes(1))).toEqual(done);
      expect(await blobs.held(BLOB)).toEqual(new Set([0]));
      expect((await blobs.chunk(BLOB, 0))?.length).toBe(1000);
    });

    test('a removed blob is gone, and the others stay', async () => {
      for (const blob of [BLOB, OTHER]) {
        await blobs.declare(blob, bytes(1));
        await blobs.putChunk(blob, 0, bytes(2));
      }
      expect(new Set(await blobs.list())).toEqual(new Set([BLOB, OTHER]));
      await blobs.remove(BLOB);
      await blobs.remove(BLOB);
      expect(await blobs.list()).toEqual([OTHER]);
      expect(await blobs.chunk(BLOB, 0)).toBeUndefined();
      expect((await blobs.chunk(OTHER, 0))?.length).toBe(1000);
    });

    if (!make().lasts) return;
    test('what was put is there after reopening', async () => {
      await blobs.declare(BLOB, bytes(1));
      await blobs.putChunk(BLOB, 3, bytes(4));
      const again = subject.open();
      expect(await again.list()).toEqual([BLOB]);
      expect(await again.held(BLOB)).toEqual(new Set([3]));
    });
  });
}
