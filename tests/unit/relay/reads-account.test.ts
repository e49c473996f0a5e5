import { describe, expect, test } from 'vitest';
import type { AuthorId, BlobId, LogId } from '#base/ids.ts';
import { HOUR_MS, instant } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import { encodeRelayMessage } from '#protocol/message-codec.ts';
import { ReadsAccount } from '#relay/logs/reads-account.ts';
import { GroupCommit } from '#relay/storage/group-commit.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';

const LOG = 'ab'.repeat(32) as LogId;
const KEY = 'cd'.repeat(16) as AuthorId;
const blobAt = (n: number): BlobId => n.toString(16).padStart(64, '0') as BlobId;

function subject() {
  const storage = createMemoryStorage();
  const writer = new GroupCommit({ storage, defer: setImmediate, fatal: () => undefined });
  const clock = { at: 0, now: () => instant(clock.at) };
  return { account: new ReadsAccount(storage, writer, clock), clock, storage };
}

describe('the account of reads', () => {
  test('has a line for each key and hour, as wide as what was read', async () => {
    const { account, clock } = subject();
    account.note(LOG, KEY, 5, 9);
    account.note(LOG, KEY, 2, 3);
    clock.at = HOUR_MS + 1;
    account.note(LOG, KEY, 10, 10);
    account.noteBlob(LOG, KEY, blobAt(1));
    expect(await account.of(LOG)).toEqual([
      { author: KEY, at: 0, fromSeq: 2, toSeq: 9, blobs: [] },
      { author: KEY, at: HOUR_MS, fromSeq: 10, toSeq: 10, blobs: [blobAt(1)] },
    ]);
  });

  test('tells the newest lines that fit in a frame', async () => {
    const { account, clock } = subject();
    for (let hour = 0; hour < 100; hour++) {
      clock.at = hour * HOUR_MS;
      for (let n = 0; n < 300; n++) account.noteBlob(LOG, KEY, blobAt(1000 * hour + n));
    }
    const reads = await account.of(LOG);
    expect(reads.at(-1)).toMatchObject({ at: 99 * HOUR_MS });
    expect(reads.at(-1)?.blobs).toHaveLength(limits.blobsPerOp);
    expect(reads.length).toBeLessThan(100);
    const frame = encodeRelayMessage({ type: 'reads', logId: LOG, reads });
    expect(frame.length).toBeLessThan(limits.frameBytes);
  });

  test('what was read survives in storage once flushed', async () => {
    const { account, storage } = subject();
    account.note(LOG, KEY, 1, 1);
    expect((await storage.readsOf(LOG)).ops).toEqual([]);
    await account.flush();
    expect((await storage.readsOf(LOG)).ops).toHaveLength(1);
  });
});
