import { mustGet } from '#base/assert.ts';
import type { BlobId } from '#base/ids.ts';
import type { Attachment, LogState } from './log-state.ts';
import type { Refusal } from './messages.ts';
import { chainKeyOf, type ChainHead, type ChainKey, type Op } from './op.ts';
import { decodeSnapshotChange } from './snapshot-codec.ts';
import type { SnapshotChange } from './snapshots.ts';

/** Where a snapshot is judged: where it is appended, in a seed, or in what a relay serves. */
type Past = 'seed' | 'served' | undefined;

const headsOf = ({ heads }: SnapshotChange): Map<ChainKey, ChainHead> =>
  new Map(heads.map((head) => [chainKeyOf(head), { seq: head.seq, hash: head.hash }]));

/** What is wrong with a snapshot at this place [P49]. */
export function snapshotFault(state: LogState, op: Op, past: Past): Refusal | undefined {
  const change = decodeSnapshotChange(op.publicPart);
  if (!change.ok) return 'MALFORMED';
  const heads = headsOf(change.value);
  const own = heads.get(chainKeyOf(op)) ?? { seq: 0, hash: op.prevHash };
  if (own.seq !== op.seq - 1 || own.hash !== op.prevHash) return 'MALFORMED';
  const isAtEnds = isExact(state, heads);
  if (!isAtEnds && (past === undefined || contradicts(state, heads, past))) return 'STALE';
  const isWhole = isAtEnds && state.stubs.size === 0;
  return isWhole && !isWholeSet(state, change.value) ? 'STALE' : undefined;
}

/** Whether the heads are where the chains end, each of them. */
const isExact = (state: LogState, heads: ReadonlyMap<ChainKey, ChainHead>): boolean =>
  heads.size === state.chains.size &&
  [...state.chains].every(([chain, held]) => {
    const head = heads.get(chain);
    return head?.seq === held.seq && head.hash === held.hash;
  });

/**
 * Heads beyond a chain's end stand for what is deleted or left out. Heads before it contradict a
 * seed; a client may be further, by what the relay has not placed yet.
 */
const contradicts = (
  state: LogState,
  heads: ReadonlyMap<ChainKey, ChainHead>,
  past: 'seed' | 'served',
): boolean =>
  [...state.chains].some(([chain, held]) => {
    const head = heads.get(chain);
    if (head === undefined || head.seq < held.seq) return past === 'seed';
    return head.seq === held.seq && head.hash !== held.hash;
  });

const isWholeSet = (state: LogState, { attached }: SnapshotChange): boolean =>
  attached.length === state.attached.size &&
  attached.every(({ blob, by }) => state.attached.get(blob)?.by === by);

/** Chains go on from the heads, and what was missing before them is explained. */
export function applySnapshot(state: LogState, op: Op): void {
  const decoded = decodeSnapshotChange(op.publicPart);
  const change = mustGet(decoded.ok ? decoded.value : undefined, 'an op is applied once checked');
  const heads = headsOf(change);
  let isShort = state.stubs.size > 0;
  for (const [chain, head] of heads) {
    if (head.seq <= (state.chains.get(chain)?.seq ?? 0)) continue;
    state.chains.set(chain, head);
    isShort = true;
  }
  if (isShort) state.attached = attachedBy(change);
  state.stubs.clear();
  state.snapshot = { hash: op.hash, by: op.author, heads };
}

const attachedBy = ({ attached }: SnapshotChange): Map<BlobId, Attachment> =>
  new Map(attached.map(({ blob, by }) => [blob, { by, deposited: false }]));

/** Whether the last snapshot holds what this op says, so that the op itself may go. */
export function isCovered(state: LogState, op: Pick<Op, 'author' | 'writer' | 'seq'>): boolean {
  const head = state.snapshot?.heads.get(chainKeyOf(op));
  return head !== undefined && op.seq <= head.seq;
}
