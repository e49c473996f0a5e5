import type { AuthorId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { authorFault } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';

/** A log that is on disk and cannot be rebuilt: an op that rules need is damaged [P212]. */
export type UnreadableLog = {
  /** The log as it stood before the damaged op; undefined when that is its genesis. */
  readonly state: LogState | undefined;
};

/** Whether one of these authors may be told: who stood in what can still be read. */
export const isKnownTo = (
  { state }: UnreadableLog,
  authors: Iterable<AuthorId>,
  now: Instant,
): boolean =>
  state !== undefined &&
  [...authors].some((author) => authorFault(state, author, now) === undefined);

/** For the operator's log, which shows its name and place and nothing of the log. */
export class UnreadableLogFailure extends Error {
  override readonly name = 'UnreadableLog';
}
