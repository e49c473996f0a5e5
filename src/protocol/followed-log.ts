import type { LogId, OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { FollowedLog, OutboundOp } from './client-events.ts';
import { limits } from './limits.ts';
import type { LogItem, SignedHead } from './messages.ts';
import {
  advance,
  cursorToChainFrom,
  disagrees,
  itemHash,
  type Cursor,
  type Passed,
} from './relay-cursor.ts';

/* One log as a client's session follows it: what comes, what waits, what was refused. Pure. */

const FIRST_PAUSE_MS = 2_000;
const LAST_PAUSE_MS = 60_000;

/** How long to wait before the next of `tries` fruitless tries: 2 s, 4 s, 8 s… at most a minute. */
export const pauseAfter = (tries: number): number =>
  Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 10));

export const newFollowedLog = (cursor: Cursor, canSeed: boolean): FollowedLog => ({
  stage: 'idle',
  cursor,
  head: undefined,
  canSeed,
  ahead: new Map(),
  waiting: [],
  inFlight: new Map(),
  inFlightBytes: 0,
  refused: new Set(),
  fruitless: 0,
  pausedUntil: undefined,
});

/** A log when its connection is gone: what was in flight waits to be told again by the vault. */
export const atRest = ({ cursor, canSeed, fruitless }: FollowedLog): FollowedLog => ({
  ...newFollowedLog(cursor, canSeed),
  fruitless,
});

/** Whatever was under way will not be answered, or its answer says nothing any more. */
export const nothingUnderWay = (log: FollowedLog): FollowedLog => ({
  ...log,
  ahead: new Map(),
  waiting: [],
  inFlight: new Map(),
  inFlightBytes: 0,
  refused: new Set(),
});

type Moved = { readonly log: FollowedLog; readonly passed: readonly Passed[] };

/** Items of a page, with the head as it was read, or live ones without. */
export function takeItems(
  logId: LogId,
  log: FollowedLog,
  items: readonly LogItem[],
  head: SignedHead | undefined,
): Result<Moved & { readonly fresh: readonly LogItem[] }, 'forked'> {
  const start = head === undefined ? log.cursor : cursorToChainFrom(logId, log.cursor, head);
  const fresh = items.filter((item) => item.relaySeq > start.relaySeq);
  const told = new Map(log.ahead);
  for (const item of fresh) told.set(item.relaySeq, itemHash(item));
  const { cursor, passed, ahead } = advance(start, told);
  if (head !== undefined && disagrees(cursor, head)) return err('forked');
  return ok({ log: { ...log, cursor, ahead }, passed, fresh });
}

/** The relay holds an op of ours, at this place. */
export function takeAck(
  log: FollowedLog,
  { hash, relaySeq }: { readonly hash: OpHash; readonly relaySeq: number },
): Moved {
  const told = new Map(log.ahead);
  if (relaySeq > log.cursor.relaySeq) told.set(relaySeq, hash);
  const { cursor, passed, ahead } = advance(log.cursor, told);
  return { log: { ...landed(log, hash), cursor, ahead, fruitless: 0 }, passed };
}

/** The very bytes that were refused do not go again before a pause; what stands in their place may. */
export const takeRefusal = (log: FollowedLog, hash: OpHash): FollowedLog => ({
  ...landed(log, hash),
  refused: new Set(log.refused).add(hash),
});

function landed(log: FollowedLog, hash: OpHash): FollowedLog {
  const inFlight = new Map(log.inFlight);
  const bytes = inFlight.get(hash) ?? 0;
  inFlight.delete(hash);
  return { ...log, inFlight, inFlightBytes: log.inFlightBytes - bytes };
}

/** What may go now: in order, within the credit, and nothing behind an op that was refused. */
export function takeOutgoing(log: FollowedLog): {
  readonly log: FollowedLog;
  readonly ops: readonly OutboundOp[];
} {
  const inFlight = new Map(log.inFlight);
  let { inFlightBytes } = log;
  const ops: OutboundOp[] = [];
  for (const op of log.waiting) {
    if (log.refused.has(op.hash)) break;
    if (inFlightBytes > 0 && inFlightBytes + op.bytes.length > limits.creditBytes) break;
    inFlight.set(op.hash, op.bytes.length);
    inFlightBytes += op.bytes.length;
    ops.push(op);
  }
  const waiting = log.waiting.slice(ops.length);
  return { log: { ...log, waiting, inFlight, inFlightBytes }, ops };
}
