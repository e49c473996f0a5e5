import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { toHex } from '#base/bytes.ts';
import type { AuthorId, BlobId, LogId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Change, Storage } from '#relay/storage/port.ts';
import {
  append,
  AUTHOR,
  BLOB,
  create,
  hashAt,
  INC,
  LOG,
  MAILBOX,
  opAt,
  ops,
  OTHER,
  PEER,
  plain,
  WRITER,
} from './relay-storage-ops.ts';

/** How a test opens a storage: again gives what the last one left, if it lasts at all. */
export type StorageUnderTest = {
  /** @param limited a storage that takes about one mebibyte */
  readonly open: (limited?: 'limited') => Storage;
  /** Everything that lies on disk, all files together; undefined when nothing does. */
  readonly disk?: () => Bytes;
  readonly clean: () => void;
};

/** What every storage of the relay does alike. */
export function describeStorage(name: string, make: () => StorageUnderTest): void {
  describe(`relay storage: ${name}`, () => {
    let subject: StorageUnderTest;
    let storage: Storage;
    beforeEach(() => {
      subject = make();
      storage = subject.open();
    });
    afterEach(async () => {
      await storage.close();
      subject.clean();
    });
    const commit = async (...changes: Change[]): Promise<void> => {
      expect(await storage.commit(changes)).toEqual({ ok: true, value: undefined });
    };
    const read = (log: LogId, after = 0, maxOps = 100, maxBytes = 1e9) =>
      storage.readOps(log, after, maxOps, maxBytes);

    test('a log that was never created is unknown', async () => {
      expect(await storage.findLog(LOG)).toBeUndefined();
      expect(await read(LOG)).toEqual([]);
      expect(await storage.readChains(LOG)).toEqual([]);
      expect(await storage.findOp(LOG, AUTHOR, WRITER, 1)).toBeUndefined();
    });

    test('ops come back as they were, in their order, from the place asked', async () => {
      await commit(create(LOG), create(OTHER), ...ops(LOG, 1, 5), append(OTHER, opAt(1)));
      expect((await read(LOG, 2)).map(plain)).toEqual([3, 4, 5].map((n) => plain(opAt(n))));
      expect(await storage.findLog(LOG)).toEqual({
        inc: INC,
        isErased: false,
        lastSeq: 5,
        chain: hashAt(1005),
      });
      expect((await read(OTHER)).length).toBe(1);
    });

    test('a page is bounded by ops and by bytes, and has at least one op', async () => {
      await commit(create(LOG), ...ops(LOG, 1, 10));
      expect((await read(LOG, 0, 4)).length).toBe(4);
      expect((await read(LOG, 0, 100, 1300)).length).toBe(2);
      expect((await read(LOG, 0, 100, 1)).length).toBe(1);
    });

    test('the ends of chains, slots and hashes are found', async () => {
      await commit(create(LOG), ...ops(LOG, 1, 3), append(LOG, opAt(4, { author: PEER, seq: 1 })));
      const chains = [...(await storage.readChains(LOG))].sort((a, b) => b.seq - a.seq);
      expect(chains).toEqual([
        { author: AUTHOR, writer: WRITER, seq: 3, hash: hashAt(3) },
        { author: PEER, writer: WRITER, seq: 1, hash: hashAt(4) },
      ]);
      expect(await storage.findOp(LOG, AUTHOR, WRITER, 2)).toMatchObject({
        relaySeq: 2,
        hash: hashAt(2),
      });
      expect(await storage.findOp(LOG, AUTHOR, WRITER, 9)).toBeUndefined();
      expect(await storage.readHashes(LOG)).toEqual(new Set([1, 2, 3, 4].map(hashAt)));
    });

    test('rules replay everything but updates and deposits', async () => {
      const kinds = ['access', 'update', 'window', 'deposit', 'attach', 'erase'] as const;
      await commit(create(LOG), ...kinds.map((kind, i) => append(LOG, opAt(i + 1, { kind }))));
      const replayed = (await storage.readRuleOps(LOG)).map(({ kind }) => kind);
      expect(replayed).toEqual(['access', 'window', 'attach', 'erase']);
    });

    test('usage counts the ops and bytes of each author since an instant', async () => {
      await commit(create(LOG), ...ops(LOG, 1, 3), append(LOG, opAt(4, { author: PEER })));
      const usage = [...(await storage.readUsage(LOG, instant(2000)))];
      expect(usage.sort((a, b) => b.ops - a.ops)).toEqual([
        { author: AUTHOR, ops: 2, bytes: 1200 },
        { author: PEER, ops: 1, bytes: 600 },
      ]);
    });

    test('usage and size count the files that were declared, whatever becomes of them', async () => {
      const declared = (blob: BlobId, uploader: AuthorId, at: number): Change => ({
        type: 'setReference',
        reference: {
          ...{ blob, log: LOG, uploader, state: 'uploading', since: instant(at) },
          ...{ bytes: 5_000, declaredAt: instant(at) },
        },
      });
      const early = 'ee'.repeat(32) as BlobId;
      await commit(create(LOG), ...ops(LOG, 1, 3));
      await commit(declared(BLOB, PEER, 2_000), declared(early, PEER, 1_000));
      const attached = { blob: BLOB, log: LOG, state: 'attached', since: instant(9_000) } as const;
      await commit({ type: 'setReference', reference: { ...attached, uploader: undefined } });
      const usage = [...(await storage.readUsage(LOG, instant(2_000)))];
      expect(usage.sort((a, b) => b.ops - a.ops)).toEqual([
        { author: AUTHOR, ops: 2, bytes: 1_200 },
        { author: PEER, ops: 0, bytes: 5_000 },
      ]);
      expect(await storage.readSize(LOG)).toBe(3 * 600 + 2 * 5_000);
      await commit({ type: 'strip', log: LOG, relaySeqs: [1] });
      await commit({ type: 'dropReference', log: LOG, blob: early });
      expect([await storage.readSize(LOG), await storage.readSize(OTHER)]).toEqual([6_200, 0]);
    });

    test('a stripped op leaves its stub in its place', async () => {
      await commit(create(LOG), ...ops(LOG, 1, 3));
      await commit({ type: 'strip', log: LOG, relaySeqs: [2] });
      const page = await read(LOG);
      expect(page.map(({ relaySeq, bytes }) => [relaySeq, bytes?.length])).toEqual([
        [1, 600],
        [2, undefined],
        [3, 600],
      ]);
      expect(page[1]).toMatchObject({ author: AUTHOR, writer: WRITER, seq: 2, hash: hashAt(2) });
    });

    test('retired updates keep their bytes until their time, and leave stubs', async () => {
      await commit(
        create(LOG),
        ...ops(LOG, 1, 2),
        append(LOG, opAt(3, { kind: 'snapshot' })),
        append(LOG, opAt(4)),
        append(LOG, opAt(5, { kind: 'snapshot' })),
        create(OTHER),
        append(OTHER, opAt(1)),
      );
      const left = async (log = LOG) =>
        (await read(log)).map(({ bytes, bytesUntil }) => [bytes?.length, bytesUntil]);
      await commit({ type: 'retire', log: LOG, before: 3, until: instant(10) });
      await commit({ type: 'retire', log: LOG, before: 5, until: instant(20) });
      const retired = [600, undefined];
      expect(await left()).toEqual([[600, 10], [600, 10], retired, [600, 20], retired]);
      expect(await Promise.all([9, 10].map((now) => storage.hasRetired(instant(now))))).toEqual([
        false,
        true,
      ]);
      await commit({ type: 'stripRetired', now: instant(10) });
      const gone = [undefined, undefined];
      expect(await left()).toEqual([gone, gone, retired, [600, 20], retired]);
      await commit({ type: 'retire', log: LOG, before: 5, until: instant(30) });
      expect(await left()).toEqual([gone, gone, retired, [600, 20], retired]);
      await commit({ type: 'bringBack', log: LOG });
      expect(await left()).toEqual([gone, gone, retired, retired, retired]);
      expect(await storage.hasRetired(instant(99))).toBe(false);
      expect(await left(OTHER)).toEqual([retired]);
    });

    test('an erased log leaves its name and nothing else', async () => {
      const reference = { blob: BLOB, log: LOG, uploader: AUTHOR, state: 'attached' } as const;
      await commit(create(LOG), ...ops(LOG, 1, 3), {
        type: 'setReference',
        reference: { ...reference, since: instant(1) },
      });
      await commit({ type: 'erase', log: LOG });
      expect(await storage.findLog(LOG)).toMatchObject({ isErased: true, lastSeq: 0 });
      expect(await read(LOG)).toEqual([]);
      expect(await storage.findReferences(BLOB)).toEqual([]);
    });

    test('references are set, change state, age and go', async () => {
      const reference = (state: 'uploading' | 'attached' | 'detached', since: number): Change => ({
        type: 'setReference',
        reference: {
          blob: BLOB,
          log: LOG,
          uploader: state === 'uploading' ? AUTHOR : undefined,
          state,
          since: instant(since),
        },
      });
      await commit(create(LOG), reference('uploading', 10));
      expect(await storage.staleReferences('uploading', instant(10))).toEqual([]);
      expect(await storage.staleReferences('uploading', instant(11))).toHaveLength(1);
      await commit(reference('attached', 20));
      expect(await storage.referencesOf(LOG)).toEqual([
        { blob: BLOB, log: LOG, uploader: AUTHOR, state: 'attached', since: 20 },
      ]);
      await commit({ type: 'dropReference', log: LOG, blob: BLOB });
      expect(await storage.findReferences(BLOB)).toEqual([]);
    });

    test('the account of reads widens its lines and forgets old ones', async () => {
      const read = (at: number, fromSeq: number, toSeq: number): Change => ({
        type: 'noteRead',
        read: { log: LOG, author: AUTHOR, at: instant(at), fromSeq, toSeq },
      });
      const blobRead = { log: LOG, author: AUTHOR, at: instant(5), blob: BLOB };
      await commit(read(1, 1, 2), read(5, 4, 6), read(5, 2, 5));
      await commit(
        { type: 'noteBlobRead', read: blobRead },
        { type: 'noteBlobRead', read: blobRead },
      );
      await commit({ type: 'dropReads', before: instant(2) });
      expect(await storage.readsOf(LOG)).toEqual({
        ops: [{ log: LOG, author: AUTHOR, at: 5, fromSeq: 2, toSeq: 6 }],
        blobs: [blobRead],
      });
      expect(await storage.readsOf(OTHER)).toEqual({ ops: [], blobs: [] });
    });

    test('mailboxes keep their slots until they have ended', async () => {
      const slot = { mailbox: MAILBOX, slot: 0, bytes: Uint8Array.of(1, 2), expires: instant(50) };
      await commit({ type: 'putSlot', slot }, { type: 'putSlot', slot: { ...slot, slot: 1 } });
      const kept = await storage.readMailbox(MAILBOX);
      expect(kept.map((each) => [each.slot, toHex(each.bytes), each.expires])).toEqual([
        [0, '0102', 50],
        [1, '0102', 50],
      ]);
      await commit({ type: 'dropMailboxes', before: instant(51) });
      expect(await storage.readMailbox(MAILBOX)).toEqual([]);
    });

    test('commits asked at once are all kept, each whole', async () => {
      await commit(create(LOG));
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => storage.commit(ops(LOG, 5 * i + 1, 5 * i + 5))),
      );
      const seqs = (await read(LOG)).map(({ relaySeq }) => relaySeq);
      expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    });

    test('what does not fit is refused whole, and what fits is taken afterwards', async () => {
      await storage.close();
      subject.clean();
      storage = subject.open('limited');
      await commit(create(LOG), append(LOG, opAt(1)));
      const large = append(LOG, opAt(3, { bytes: new Uint8Array(2 * 1024 * 1024) }));
      expect(await storage.commit([append(LOG, opAt(2)), large])).toEqual({
        ok: false,
        error: 'Full',
      });
      expect((await read(LOG)).map(({ relaySeq }) => relaySeq)).toEqual([1]);
      await commit(append(LOG, opAt(2)));
      expect((await read(LOG)).map(({ relaySeq }) => relaySeq)).toEqual([1, 2]);
    });

    if (!make().disk) return;
    describe('on disk', () => {
      const canary = (n: number): Bytes =>
        new TextEncoder().encode(`canary-${String(n)}-`.repeat(40));
      const has = (n: number): boolean =>
        Buffer.from(subject.disk?.() ?? []).includes(`canary-${String(n)}-`);

      test('what was committed is there after reopening', async () => {
        await commit(create(LOG), ...ops(LOG, 1, 3));
        await storage.close();
        storage = subject.open();
        await commit(append(LOG, opAt(4)), create(OTHER), append(OTHER, opAt(1)));
        expect((await read(LOG)).map(plain)).toEqual([1, 2, 3, 4].map((n) => plain(opAt(n))));
        expect((await read(OTHER)).length).toBe(1);
      });

      test('stripped, retired and erased ops leave no byte in any file', async () => {
        await commit(
          create(LOG),
          create(OTHER),
          ...[1, 2, 3].map((n) => append(LOG, opAt(n, { bytes: canary(n) }))),
          append(OTHER, opAt(1, { bytes: canary(9) })),
        );
        expect([1, 2, 3, 9].map(has)).toEqual([true, true, true, true]);
        await commit({ type: 'strip', log: LOG, relaySeqs: [2] });
        expect([1, 2, 3, 9].map(has)).toEqual([true, false, true, true]);
        await commit({ type: 'retire', log: LOG, before: 2, until: instant(1) });
        expect([1, 2, 3, 9].map(has)).toEqual([true, false, true, true]);
        await commit({ type: 'stripRetired', now: instant(1) });
        expect([1, 2, 3, 9].map(has)).toEqual([false, false, true, true]);
        await commit({ type: 'erase', log: LOG });
        expect([1, 2, 3, 9].map(has)).toEqual([false, false, false, true]);
      });
    });
  });
}
