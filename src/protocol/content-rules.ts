import { mustGet } from '#base/assert.ts';
import type { AuthorId, BlobId } from '#base/ids.ts';
import type { AccessChange } from './access.ts';
import { decodeAccessChange } from './access-codec.ts';
import { accessOutcome, turnFits } from './access-rules.ts';
import type { LogState } from './log-state.ts';
import type { Refusal } from './messages.ts';
import type { Op } from './op.ts';
import { decodeBlobChange, decodeWindowChange } from './payload-codec.ts';
import { applySnapshot, snapshotFault } from './snapshot-rules.ts';

type CanAttach = ((blob: BlobId, author: AuthorId) => boolean) | undefined;

/** Of `CheckAt`, what the content is judged by. */
type Circumstances = {
  readonly canAttach?: CanAttach;
  readonly past?: 'seed' | 'served' | undefined;
};

/** What is wrong with an op's public part, once its author and its place are right [P46]. */
export function contentFault(state: LogState, op: Op, at: Circumstances): Refusal | undefined {
  switch (op.kind) {
    case 'access':
      return accessFault(state, op);
    case 'window':
      return windowFault(state, op);
    case 'attach':
      return attachFault(state, op, at.canAttach);
    case 'detach':
      return detachFault(state, op);
    case 'snapshot':
      return snapshotFault(state, op, at.past);
    case 'update':
    case 'deposit':
    case 'erase':
      return op.publicPart.length === 0 ? undefined : 'MALFORMED';
  }
}

function accessFault(state: LogState, op: Op): Refusal | undefined {
  const decoded = decodeAccessChange(op.publicPart);
  if (!decoded.ok || decoded.value.genesis !== undefined) return 'MALFORMED';
  const change = decoded.value;
  if (change.prevAccess !== state.accessHead) return 'STALE';
  const outcome = accessOutcome(state, change, op.author, op.hash);
  if (!outcome.ok) return outcome.error;
  const isRight = turnFits(state.sort, state.owner, change, outcome.value.after);
  return isRight ? undefined : 'MALFORMED';
}

/** Compare-and-swap; a full window may follow one that was deleted, which a stub tells of. */
function windowFault(state: LogState, op: Op): Refusal | undefined {
  const change = decodeWindowChange(op.publicPart);
  if (!change.ok) return 'MALFORMED';
  const { prevWindow, full } = change.value;
  if (prevWindow === state.windowHead) return undefined;
  return full !== undefined && state.stubs.has(prevWindow) ? undefined : 'STALE';
}

function attachFault(state: LogState, op: Op, canAttach: CanAttach): Refusal | undefined {
  const change = decodeBlobChange(op.publicPart);
  if (!change.ok) return 'MALFORMED';
  const isReady = (blob: BlobId): boolean =>
    state.attached.has(blob) || canAttach === undefined || canAttach(blob, op.author);
  return change.value.blobs.every(isReady) ? undefined : 'MISSING';
}

/** What is not attached may be detached again: two devices may empty the same bin. */
function detachFault(state: LogState, op: Op): Refusal | undefined {
  const change = decodeBlobChange(op.publicPart);
  if (!change.ok) return 'MALFORMED';
  if (op.author === state.owner || state.members.get(op.author)?.rights.admin) return undefined;
  const isOwn = (blob: BlobId): boolean => {
    const attachment = state.attached.get(blob);
    return attachment === undefined || isOrFollows(state, op.author, attachment.by);
  };
  return change.value.blobs.every(isOwn) ? undefined : 'FORBIDDEN';
}

/** Whether `author` is `earlier`, or took its place, maybe through others: keys never come back. */
export function isOrFollows(
  state: Pick<LogState, 'removed'>,
  author: AuthorId,
  earlier: AuthorId,
): boolean {
  let each: AuthorId | undefined = earlier;
  while (each !== undefined && each !== author) each = state.removed.get(each);
  return each === author;
}

/** Changes `state` as an op that was checked says [P47]. */
export function applyContent(state: LogState, op: Op): void {
  switch (op.kind) {
    case 'access':
      return applyAccess(state, op, mustDecode(decodeAccessChange(op.publicPart)));
    case 'window':
      return applyWindow(state, op);
    case 'attach': {
      const deposited = state.members.get(op.author)?.rights.deposit ?? false;
      for (const blob of mustDecode(decodeBlobChange(op.publicPart)).blobs) {
        if (!state.attached.has(blob)) state.attached.set(blob, { by: op.author, deposited });
      }
      return;
    }
    case 'detach':
      for (const blob of mustDecode(decodeBlobChange(op.publicPart)).blobs) {
        state.attached.delete(blob);
      }
      return;
    case 'erase':
      state.erased = true;
      return;
    case 'snapshot':
      return applySnapshot(state, op);
    case 'update':
    case 'deposit':
      return;
  }
}

function mustDecode<T>(decoded: { ok: true; value: T } | { ok: false }): T {
  return mustGet(decoded.ok ? decoded.value : undefined, 'an op is applied once checked');
}

function applyAccess(state: LogState, op: Op, change: AccessChange): void {
  const outcome = mustDecode(accessOutcome(state, change, op.author, op.hash));
  const { after, trailLength, voided } = outcome;
  state.members = new Map(after.members);
  state.removed = new Map(after.removed);
  state.trail = [...state.trail.slice(0, trailLength), after];
  state.accessHead = op.hash;
  if (change.turn) state.epoch = state.highestEpoch = op.epoch;
  for (const author of voided) state.voided.add(author);
  if (state.snapshot && state.voided.has(state.snapshot.by)) state.snapshot = undefined;
  for (const [blob, { by }] of state.attached) {
    if (state.voided.has(by)) state.attached.delete(blob);
  }
}

/** A full window takes with it the stubs before it and what the holder's side no longer shows. */
function applyWindow(state: LogState, op: Op): void {
  const { full } = mustDecode(decodeWindowChange(op.publicPart));
  state.windowHead = op.hash;
  if (full === undefined) return;
  state.stubs.clear();
  const kept = new Set(full.keptBlobs);
  for (const [blob, { deposited }] of state.attached) {
    if (!deposited && !kept.has(blob)) state.attached.delete(blob);
  }
}
