import type { ChainKey } from '#protocol/op.ts';

/**
 * Which ops of a log say something that a person would miss. The others keep the log in order
 * (snapshots, what they hold, receipts of devices) and lower no safety word.
 */
export type LogContent = {
  /** Ends of chains that say nothing: those after `from`, up to `to`. */
  readonly upkeep: Readonly<Record<ChainKey, { readonly from: number; readonly to: number }>>;
};

export const NO_CONTENT: LogContent = { upkeep: {} };
