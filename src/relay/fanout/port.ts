import type { Committed } from '../logs/followers.ts';

/**
 * Carries what one relay process has committed to those that follow it. A lost notice only
 * delays: who follows reads from storage what it missed.
 */
export type Fanout = {
  publish(committed: Committed): void;
  /** @returns the end of the subscription */
  subscribe(hear: (committed: Committed) => void): () => void;
};
