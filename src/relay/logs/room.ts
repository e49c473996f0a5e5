import type { Op, OpKind } from '#protocol/op.ts';
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

/** Whether an op makes its log larger for good: what takes away, narrows or lets in is not counted. */
export function onlyAdds(op: Op): boolean {
  if (op.kind !== 'window') return fills.has(op.kind);
  const change = decodeWindowChange(op.publicPart);
  return !(change.ok && change.value.full !== undefined);
}

const fills: ReadonlySet<OpKind> = new Set(['update', 'deposit', 'attach', 'snapshot']);

/**
 * Whether an op waits while the disk is nearly full. Windows do not, nor what a keyring says: an
 * erase or a turn of keys may stand behind them in the same chain.
 */
export const waitsForRoom = (log: OpenLog, { kind }: Op): boolean =>
  fills.has(kind) && !(kind === 'update' && log.state.sort === 'keyring');

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
