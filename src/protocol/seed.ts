import { err, ok, type Result } from '#base/result.ts';
import { applyOp, checkOp, startLog } from './log-rules.ts';
import { copyLogState, type LogState } from './log-state.ts';
import type { Refusal } from './messages.ts';
import type { Op } from './op.ts';

/**
 * Reads a log as a device carries it to a relay [P54]: the genesis, then the other ops in the
 * relay's last known order, or before any relay in the order written, without those that its last
 * snapshot covers, access ops apart. Each signature is verified, each right at its place; dates
 * and blobs are not looked at.
 */
export function readSeed(ops: readonly Op[]): Result<LogState, Refusal> {
  const [genesis, ...later] = ops;
  if (genesis === undefined) return err('MALFORMED');
  const state = startLog(genesis);
  if (!state.ok) return state;
  for (const op of later) {
    const fault = seedOp(state.value, op);
    if (fault !== undefined) return err(fault);
  }
  return isExplained(state.value) ? state : err('GAP');
}

/** Whether a snapshot came after everything that was left out. */
export const isExplained = (state: LogState): boolean => state.stubs.size === 0;

/** One op of a seed at its place: applied, or the reason why the whole seed is refused. */
export function seedOp(state: LogState, op: Op): Refusal | undefined {
  const checked = checkOp(state, op, { verifyUpdates: true, past: 'seed' });
  if (!checked.ok) return checked.error.reason;
  if (checked.value === 'Duplicate') return 'MALFORMED';
  applyOp(state, op);
  return undefined;
}

/** The log as a seed left it, and the ops that it added, in order. */
export type JoinedSeed = { readonly state: LogState; readonly added: readonly Op[] };

/**
 * What a seed adds to a log that the relay holds already [P55]. `seed` was read whole before, so
 * that each op is right at its place there; here it must stand next in `held`, which stays as it
 * is. An access op that does not continue those held refuses the seed; another op that does not
 * is left to its author's own append, which says why.
 * @param isHeld whether this very op stands in the log
 */
export function joinSeed(
  held: LogState,
  seed: readonly Op[],
  isHeld: (op: Op) => boolean,
): Result<JoinedSeed, Refusal> {
  const state = copyLogState(held);
  const added: Op[] = [];
  for (const op of seed) {
    if (isHeld(op)) continue;
    const checked = checkOp(state, op, { verifyUpdates: true, past: 'seed' });
    if (!checked.ok && op.kind === 'access') return err(checked.error.reason);
    if (!checked.ok || checked.value === 'Duplicate') continue;
    applyOp(state, op);
    added.push(op);
  }
  return isExplained(state) ? ok({ state, added }) : err('GAP');
}
