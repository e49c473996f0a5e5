import type { LogId } from '#base/ids.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import type { SyncHost } from './sync-host.ts';

/** @param outgoing channels of others that something waits in */
export function syncHostOf(
  { deps, notes, logs, bell }: OpenVault,
  outgoing: () => ReadonlySet<LogId>,
  relayAnswered: SyncHost['relayAnswered'],
): SyncHost {
  const pinned = notes.get('relay')?.publicKey;
  return {
    deps,
    pinnedRelayKey: pinned === undefined ? undefined : hexBytes(pinned),
    waiting: () => new Set([...logs.unsent().map((unsent) => unsent.logId), ...outgoing()]),
    changed: () => {
      bell.ring(new Set(['sync']));
    },
    relayAnswered,
  };
}
