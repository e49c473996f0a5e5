import { DAY_MS, instant, type Clock } from '#base/time.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { BlobReference, Storage } from '../storage/port.ts';
import type { BlobDesk } from './blob-desk.ts';
import type { BlobStore } from './port.ts';

const NEVER_ATTACHED_MS = 7 * DAY_MS;
const DETACHED_MS = 30 * DAY_MS;
const READS_KEPT_MS = 366 * DAY_MS;

export type SweeperDeps = {
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly blobs: BlobStore;
  readonly desk: BlobDesk;
  readonly clock: Clock;
};

/**
 * Deletes what has had its time: retired ops, blobs never attached (7 days) or detached (30 days), ended
 * mailboxes, accounts of reads older than a year, and files that no log refers to.
 */
export async function sweep(deps: SweeperDeps): Promise<void> {
  const { storage, writer, clock, desk, blobs } = deps;
  const now = clock.now();
  const stale: BlobReference[] = [
    ...(await storage.staleReferences('uploading', instant(now - NEVER_ATTACHED_MS))),
    ...(await storage.staleReferences('detached', instant(now - DETACHED_MS))),
  ];
  await writer.write([
    ...stale.map(({ log, blob }) => ({ type: 'dropReference', log, blob }) as const),
    ...((await storage.hasRetired(now)) ? [{ type: 'stripRetired', now } as const] : []),
    { type: 'dropMailboxes', before: now },
    { type: 'dropReads', before: instant(now - READS_KEPT_MS) },
  ]);
  await desk.collect(await blobs.list());
}
