import type { Committed } from '../logs/followers.ts';
import type { Fanout } from './port.ts';

/** One process: what it commits is heard at once, in the same turn. */
export function createLocalFanout(): Fanout {
  const listeners = new Set<(committed: Committed) => void>();
  return {
    publish(committed) {
      for (const hear of listeners) hear(committed);
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
