import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copy, type Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { Row, Store, StoreError, Table, Write } from '#vault/ports.ts';
import { largeValue } from './large-value.ts';

/** A device with nothing on it: every store it opens stands on the same data. */
export type StoreDevice = {
  open(): Store;
  /** While full, values of 8 MiB do not fit any more. */
  setFull(isFull: boolean): Promise<void>;
  /** Closes what is open and leaves nothing behind. */
  dispose(): Promise<void>;
};

const FIRST = '';
/** After every key that does not begin with it. */
const LAST = '\uffff\uffff';

/** What every `Store` does, whatever it stands on. */
export function storeContract(
  name: string,
  makeDevice: () => StoreDevice | Promise<StoreDevice>,
): void {
  describe(`${name} keeps the contract of Store`, () => {
    let device: StoreDevice;
    let store: Store;
    beforeEach(async () => {
      device = await makeDevice();
      store = device.open();
    });
    afterEach(() => device.dispose());

    const commit = async (...writes: Write[]): Promise<void> => {
      expect(await store.commit(writes, 'strict')).toEqual({ ok: true, value: undefined });
    };
    const keysIn = async (
      from: string,
      to: string,
      options: { limit?: number; reverse?: boolean } = {},
    ): Promise<string[]> =>
      mustBeOk(await store.range('ops', { from, to, ...options })).map(({ key }) => key);

    it('answers undefined for a key that was never written', async () => {
      expect(await store.get('ops', 'a')).toEqual({ ok: true, value: undefined });
      expect(await keysIn(FIRST, LAST)).toEqual([]);
    });

    it('gives back what was written, by key and by range', async () => {
      await commit(put('a', 1, 2, 3), put('b'));
      expect(mustBeOk(await store.get('ops', 'a'))).toEqual(Uint8Array.of(1, 2, 3));
      expect(mustBeOk(await store.get('ops', 'b'))).toEqual(new Uint8Array());
      const rows = mustBeOk(await store.range('ops', { from: FIRST, to: LAST }));
      expect(rows).toEqual([row('a', 1, 2, 3), row('b')]);
    });

    it('keeps tables apart', async () => {
      await commit(put('a', 1), { table: 'docs', key: 'a', value: Uint8Array.of(2) });
      expect(mustBeOk(await store.get('docs', 'a'))).toEqual(Uint8Array.of(2));
      expect(mustBeOk(await store.get('outbox', 'a'))).toBeUndefined();
      await commit({ table: 'docs', key: 'a', delete: true });
      expect(mustBeOk(await store.get('ops', 'a'))).toEqual(Uint8Array.of(1));
    });

    it('takes the lower bound in and leaves the upper bound out', async () => {
      await commit(put('a'), put('b'), put('c'), put('d'));
      expect(await keysIn('b', 'd')).toEqual(['b', 'c']);
      expect(await keysIn('bb', 'dd')).toEqual(['c', 'd']);
      expect(await keysIn('b', 'b')).toEqual([]);
      expect(await keysIn('d', 'a')).toEqual([]);
    });

    it('limits after ordering, in both directions', async () => {
      await commit(put('c'), put('a'), put('d'), put('b'));
      expect(await keysIn('a', 'd', { limit: 2 })).toEqual(['a', 'b']);
      expect(await keysIn('a', 'd', { limit: 2, reverse: true })).toEqual(['c', 'b']);
      expect(await keysIn('a', LAST, { reverse: true })).toEqual(['d', 'c', 'b', 'a']);
      expect(await keysIn('a', LAST, { limit: 0 })).toEqual([]);
      expect(await keysIn('a', LAST, { limit: 9 })).toEqual(['a', 'b', 'c', 'd']);
    });

    it('separates a prefix from the keys that only begin like it', async () => {
      await commit(put('log1/000'), put('log1/999'), put('log10/000'), put('log1'), put('log2/0'));
      expect(await keysIn('log1/', 'log10')).toEqual(['log1/000', 'log1/999']);
      expect(await keysIn('log10/', 'log100')).toEqual(['log10/000']);
    });

    it('orders keys by UTF-16 code units', async () => {
      const keys = ['\u{1f600}', '\uff5e', 'é', 'e\u0301', 'Z', 'a', '~', '10', '9', ''];
      await commit(...keys.map((key) => put(key)));
      expect(await keysIn(FIRST, LAST)).toEqual([...keys].sort());
      // As code points U+FF5E comes before U+1F600; as code units, after its surrogates.
      expect(await keysIn('\u{1f600}', '\uffff')).toEqual(['\u{1f600}', '\uff5e']);
    });

    it('gives each value with its own key, in both directions', async () => {
      await commit(put('b', 2), put('a', 1), put('c', 3));
      const reversed = { from: FIRST, to: LAST, reverse: true, limit: 2 };
      expect(mustBeOk(await store.range('ops', reversed))).toEqual([row('c', 3), row('b', 2)]);
    });

    it('replaces, deletes, and deletes again without complaint', async () => {
      await commit(put('a', 1));
      await commit(put('a', 2));
      expect(mustBeOk(await store.get('ops', 'a'))).toEqual(Uint8Array.of(2));
      await commit(remove('a'));
      await commit(remove('a'), remove('never'));
      expect(mustBeOk(await store.get('ops', 'a'))).toBeUndefined();
    });

    it('takes the writes of one commit in their order', async () => {
      await commit(put('a', 1), remove('a'), put('b', 1), put('b', 2), remove('c'), put('c', 3));
      const rows = mustBeOk(await store.range('ops', { from: FIRST, to: LAST }));
      expect(rows).toEqual([row('b', 2), row('c', 3)]);
    });

    it('takes an empty commit', async () => {
      await commit();
    });

    it('is the same after the same commit twice', async () => {
      const writes = [put('a', 1), remove('b'), put('c', 3)];
      await commit(put('b', 9));
      await commit(...writes);
      const once = mustBeOk(await store.range('ops', { from: FIRST, to: LAST }));
      await commit(...writes);
      expect(mustBeOk(await store.range('ops', { from: FIRST, to: LAST }))).toEqual(once);
    });

    it('stores only the bytes of a view, and copies both ways', async () => {
      const whole = Uint8Array.of(9, 1, 2, 9);
      const view = whole.subarray(1, 3);
      await commit({ table: 'ops', key: 'a', value: view });
      view.fill(7);
      const read = mustBeOk(await store.get('ops', 'a'));
      expect(read).toEqual(Uint8Array.of(1, 2));
      expect(read?.buffer.byteLength).toBe(2);
      read?.fill(8);
      expect(mustBeOk(await store.get('ops', 'a'))).toEqual(Uint8Array.of(1, 2));
    });

    it('keeps a large value whole', async () => {
      const value = largeValue();
      await commit({ table: 'docs', key: 'large', value });
      const read = mustBeOk(await store.get('docs', 'large'));
      expect(read?.length).toBe(value.length);
      expect(Array.from(read?.subarray(-3) ?? [])).toEqual(Array.from(value.subarray(-3)));
    });

    it('finds everything again after it was closed and opened', async () => {
      await commit(put('a', 1));
      expect((await store.commit([put('b', 2)], 'relaxed')).ok).toBe(true);
      await store.close();
      store = device.open();
      expect(await keysIn(FIRST, LAST)).toEqual(['a', 'b']);
    });

    it('refuses, and does not throw, once it is closed', async () => {
      await commit(put('a', 1));
      await store.close();
      const refused = { ok: false, error: { type: 'StorageRefused' } };
      expect(await store.get('ops', 'a')).toEqual(refused);
      expect(await store.range('ops', { from: FIRST, to: LAST })).toEqual(refused);
      expect(await store.commit([put('b')], 'strict')).toEqual(refused);
      await store.close();
    });

    it('takes concurrent commits in the order they were made', async () => {
      const commits = Array.from({ length: 50 }, (_, index) =>
        store.commit([put('last', index), put(`all/${String(index).padStart(2, '0')}`)], 'strict'),
      );
      for (const result of await Promise.all(commits)) expect(result.ok).toBe(true);
      expect(mustBeOk(await store.get('ops', 'last'))).toEqual(Uint8Array.of(49));
      expect(await keysIn('all/', 'all0')).toHaveLength(50);
    });

    it('shows what another connection to the same device committed', async () => {
      const other = device.open();
      await commit(put('a', 1));
      expect(mustBeOk(await other.get('ops', 'a'))).toEqual(Uint8Array.of(1));
      await Promise.all([store.commit([put('b')], 'strict'), other.commit([put('c')], 'strict')]);
      expect(await keysIn(FIRST, LAST)).toEqual(['a', 'b', 'c']);
      await other.close();
      await commit(put('d'));
    });

    it('writes all or nothing when the device is full in the middle of a commit', async () => {
      await commit(put('a', 1), put('b', 1));
      await device.setFull(true);
      const large: Write = {
        table: 'docs',
        key: 'large',
        value: largeValue(),
      };
      const result = await store.commit([put('a', 2), remove('b'), large, put('c', 3)], 'strict');
      expect(result).toEqual({ ok: false, error: { type: 'DeviceFull' } });
      await device.setFull(false);
      const rows = mustBeOk(await store.range('ops', { from: FIRST, to: LAST }));
      expect(rows).toEqual([row('a', 1), row('b', 1)]);
      expect(mustBeOk(await store.get('docs', 'large'))).toBeUndefined();
      await commit(large, put('c', 3));
    });

    it('does what a plain map does, over random commits', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(randomCommit, { maxLength: 12 }), async (commits) => {
          const earlier = await keysIn(FIRST, LAST);
          await commit(...earlier.map(remove));
          const model = new Map<string, Bytes>();
          for (const writes of commits) {
            await commit(...writes);
            for (const write of writes) {
              if ('value' in write) model.set(write.key, copy(write.value));
              else model.delete(write.key);
            }
          }
          const rows = mustBeOk(await store.range('ops', { from: FIRST, to: LAST }));
          expect(rows).toEqual(
            [...model.keys()].sort().map((key) => ({ key, value: model.get(key) })),
          );
        }),
        { numRuns: 30 },
      );
    });
  });
}

const TABLE: Table = 'ops';
const put = (key: string, ...bytes: number[]): Write => ({
  table: TABLE,
  key,
  value: Uint8Array.from(bytes),
});
const remove = (key: string): Write => ({ table: TABLE, key, delete: true });
const row = (key: string, ...bytes: number[]): Row => ({ key, value: Uint8Array.from(bytes) });

const randomKey = fc.string({ unit: 'binary', maxLength: 3 }).filter((key) => key < LAST);
const randomWrite: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(randomKey, fc.uint8Array({ maxLength: 40 })).map(([key, bytes]) => put(key, ...bytes)),
  randomKey.map(remove),
);
const randomCommit = fc.array(randomWrite, { maxLength: 6 });

function mustBeOk<T>(result: Result<T, StoreError>): T {
  if (!result.ok) throw new Error(`the store answered ${result.error.type}`);
  return result.value;
}
