import { toHex } from '#base/bytes.ts';
import { ZERO_HASH, ZERO_INCARNATION, type LogId, type OpHash } from '#base/ids.ts';
import { hash } from '#crypto/hash.ts';
import type { LogItem, SignedHead } from './messages.ts';
import type { SeenHead } from './op.ts';
import { chainNext, chainStart } from './relay-chain.ts';

/** Where a device stands in a log at the relay; relaySeq 0 before the first contact. */
export type Cursor = SeenHead;
export const START: Cursor = { inc: ZERO_INCARNATION, relaySeq: 0, relayChain: ZERO_HASH };

/** A place that the device has chained, and the relay's chain there. */
export type Passed = { readonly relaySeq: number; readonly chain: OpHash };

/** The cursor to chain from: a log never read starts at the beginning of the relay's present life of it. */
export const cursorToChainFrom = (logId: LogId, cursor: Cursor, head: SignedHead): Cursor =>
  cursor.relaySeq === 0
    ? { inc: head.inc, relaySeq: 0, relayChain: chainStart(logId, head.inc) }
    : cursor;

export const itemHash = (item: LogItem): OpHash =>
  item.type === 'op' ? (toHex(hash(item.bytes)) as OpHash) : item.hash;

/** Chains every place that now follows without a gap. `ahead` is what was told before its turn. */
export function advance(
  from: Cursor,
  ahead: ReadonlyMap<number, OpHash>,
): {
  readonly cursor: Cursor;
  readonly passed: readonly Passed[];
  readonly ahead: ReadonlyMap<number, OpHash>;
} {
  const left = new Map(ahead);
  const passed: Passed[] = [];
  let { relaySeq, relayChain } = from;
  for (let next = left.get(relaySeq + 1); next !== undefined; next = left.get(relaySeq + 1)) {
    relaySeq += 1;
    relayChain = chainNext(relayChain, next);
    passed.push({ relaySeq, chain: relayChain });
    left.delete(relaySeq);
  }
  return { cursor: { inc: from.inc, relaySeq, relayChain }, passed, ahead: left };
}

/**
 * Whether the author of an op was shown another history than this one: what it saw lies before
 * its own place, under the chain that stands there. Heads of another life, or of none, say nothing.
 * @param at the op's place, in this life of the log
 * @param chain of this history at the place seen; undefined: not known any more
 */
export const isSeenElsewhere = (
  seen: SeenHead,
  at: Pick<SeenHead, 'inc' | 'relaySeq'>,
  chain: OpHash | undefined,
): boolean =>
  seen.relaySeq > 0 &&
  seen.inc === at.inc &&
  (seen.relaySeq >= at.relaySeq || (chain !== undefined && chain !== seen.relayChain));

/** Two histories: the same place of the same life with another chain. */
export const disagrees = (cursor: Cursor, head: SignedHead): boolean =>
  cursor.inc === head.inc && cursor.relaySeq === head.relaySeq && cursor.relayChain !== head.chain;
