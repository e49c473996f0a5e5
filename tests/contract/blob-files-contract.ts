import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { BlobFiles, StoreError } from '#vault/ports.ts';
import { largeValue } from './large-value.ts';

/** A device with no file on it: everything it opens stands on the same data. */
export type BlobDevice = {
  open(): BlobFiles;
  /** While full, chunks of 8 MiB do not fit any more. */
  setFull(isFull: boolean): Promise<void>;
  dispose(): Promise<void>;
};

/** What every `BlobFiles` does, whatever it stands on. */
export function blobFilesContract(
  name: string,
  makeDevice: () => BlobDevice | Promise<BlobDevice>,
): void {
  describe(`${name} keeps the contract of BlobFiles`, () => {
    let device: BlobDevice;
    let files: BlobFiles;
    beforeEach(async () => {
      device = await makeDevice();
      files = device.open();
    });
    afterEach(() => device.dispose());

    const write = async (file: string, index: number, ...bytes: number[]): Promise<void> => {
      mustBeOk(await files.writeChunk(file, index, Uint8Array.from(bytes)));
    };
    const read = async (file: string, index: number): Promise<Bytes | undefined> =>
      mustBeOk(await files.readChunk(file, index));
    const names = async (): Promise<string[]> => [...mustBeOk(await files.names())].sort();

    it('has no file at first', async () => {
      expect(await names()).toEqual([]);
      expect(await read('f1', 0)).toBeUndefined();
    });

    it('gives back each chunk under its own index, written in any order', async () => {
      await write('f1', 10, 3);
      await write('f1', 0, 1);
      await write('f1', 2, 2);
      expect(await read('f1', 0)).toEqual(Uint8Array.of(1));
      expect(await read('f1', 2)).toEqual(Uint8Array.of(2));
      expect(await read('f1', 10)).toEqual(Uint8Array.of(3));
      expect(await read('f1', 1)).toBeUndefined();
    });

    it('takes the same chunk again', async () => {
      await write('f1', 0, 1);
      await write('f1', 0, 2, 3);
      expect(await read('f1', 0)).toEqual(Uint8Array.of(2, 3));
    });

    it('names each file once, whatever its number of chunks', async () => {
      for (const file of ['b', 'a', 'a-', 'ab', 'a1', 'A_0']) {
        await write(file, 0, 1);
        await write(file, 1, 2);
      }
      expect(await names()).toEqual(['A_0', 'a', 'a-', 'a1', 'ab', 'b']);
    });

    it('removes one file whole and no other, twice without complaint', async () => {
      for (const file of ['a', 'ab', 'a0', 'b']) {
        await write(file, 0, 1);
        await write(file, 999_999, 2);
      }
      mustBeOk(await files.remove('a'));
      mustBeOk(await files.remove('a'));
      mustBeOk(await files.remove('never'));
      expect(await read('a', 0)).toBeUndefined();
      expect(await read('a', 999_999)).toBeUndefined();
      expect(await names()).toEqual(['a0', 'ab', 'b']);
    });

    it('stores only the bytes of a view, and copies both ways', async () => {
      const whole = Uint8Array.of(9, 1, 2, 9);
      const view = whole.subarray(1, 3);
      mustBeOk(await files.writeChunk('f1', 0, view));
      view.fill(7);
      const chunk = await read('f1', 0);
      expect(chunk).toEqual(Uint8Array.of(1, 2));
      expect(chunk?.buffer.byteLength).toBe(2);
    });

    it('keeps a large chunk whole', async () => {
      const chunk = largeValue();
      mustBeOk(await files.writeChunk('f1', 0, chunk));
      const found = await read('f1', 0);
      expect(found?.length).toBe(chunk.length);
      expect(Array.from(found?.subarray(-3) ?? [])).toEqual(Array.from(chunk.subarray(-3)));
    });

    it('finds everything again after reopening', async () => {
      await write('f1', 0, 1);
      files = device.open();
      expect(await names()).toEqual(['f1']);
      expect(await read('f1', 0)).toEqual(Uint8Array.of(1));
    });

    it('says when the device is full, and keeps what it had', async () => {
      await write('f1', 0, 1);
      await device.setFull(true);
      const large = largeValue();
      const full = { ok: false, error: { type: 'DeviceFull' } };
      expect(await files.writeChunk('f1', 0, large)).toEqual(full);
      expect(await files.writeChunk('f1', 1, large)).toEqual(full);
      await device.setFull(false);
      expect(await read('f1', 0)).toEqual(Uint8Array.of(1));
      expect(await read('f1', 1)).toBeUndefined();
      mustBeOk(await files.writeChunk('f1', 1, large));
    });

    it('refuses a name or an index that could be taken for another chunk', () => {
      expect(() => files.writeChunk('a/b', 0, Uint8Array.of(1))).toThrow('invariant');
      expect(() => files.writeChunk('', 0, Uint8Array.of(1))).toThrow('invariant');
      expect(() => files.readChunk('a', -1)).toThrow('invariant');
      expect(() => files.readChunk('a', 1_000_000)).toThrow('invariant');
      expect(() => files.remove('a/b')).toThrow('invariant');
    });
  });
}

function mustBeOk<T>(result: Result<T, StoreError>): T {
  if (!result.ok) throw new Error(`the files answered ${result.error.type}`);
  return result.value;
}
