import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { VaultError } from './errors.ts';
import type { VaultDeps } from './ports.ts';

/** What the sync needs of whoever it works for. */
export type SyncHost = {
  readonly deps: Pick<VaultDeps, 'clock' | 'connect' | 'origin' | 'timers'>;
  readonly pinnedRelayKey: Bytes | undefined;
  /** Logs that have something in the outbox. */
  readonly waiting: () => ReadonlySet<LogId>;
  /** The connection, or what is known of the relay, changed. */
  readonly changed: () => void;
  /** The relay answered under this key, the pinned one or the first. */
  readonly relayAnswered: (publicKey: Bytes) => Promise<Result<void, VaultError>>;
};
