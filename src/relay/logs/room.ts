import type { Op } from '#protocol/op.ts';
import { decodeWindowChange } from '#protocol/payload-codec.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { Storage } from '../storage/port.ts';
import type { OpenLog } from './open-log.ts';

/** How much a relay takes, in all and of one log. */
export type Room = {
  /** False: the disk is nearly full, and nothing new is taken [P214]. */
  readonly hasRoom: () => boolean;
  /** Bytes of one log's ops and files together. */
  readonly maxLogBytes: number;
};

/**
 * Whether an op only adds. Who may come in, what is taken away, narrowed or closed is taken by a
 * relay that has no room, too: it is small, or makes room.
 */
export function onlyAdds(op: Op): boolean {
  switch (op.kind) {
    case 'update':
    case 'deposit':
    case 'attach':
    case 'snapshot':
      return true;
    case 'window': {
      const change = decodeWindowChange(op.publicPart);
      return !(change.ok && change.value.full !== undefined);
    }
    case 'access':
    case 'detach':
    case 'erase':
      return false;
  }
}

/** What was deleted since the log was opened is counted off, before anything is refused for it. */
export async function countAnew(
  log: OpenLog,
  storage: Pick<Storage, 'readSize'>,
  writer: Pick<GroupCommit, 'settled'>,
): Promise<void> {
  await writer.settled();
  log.storedBytes = await storage.readSize(log.logId);
}

export const isOverfull = (log: OpenLog, bytes: number, { maxLogBytes }: Room): boolean =>
  log.storedBytes + bytes > maxLogBytes;
