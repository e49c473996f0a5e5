import type { LogId } from '#base/ids.ts';
import { err, type Result } from '#base/result.ts';
import { Batch } from './batch.ts';
import { channelOf } from './channel-entry.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';

/** The holder looked at a window without end and leaves it open: asked again in a year. */
export function keepWindow(vault: OpenVault, logId: LogId): Promise<Result<void, VaultError>> {
  return vault.turns.take(async () => {
    const record = vault.logs.get(logId)?.row.record;
    if (record === undefined) return err({ type: 'UnknownChannel' });
    const channel = await channelOf(vault, record, logId);
    if (!channel.ok) return channel;
    if (channel.value.closedAt !== undefined) return err({ type: 'ChannelClosed' });
    const at = vault.deps.clock.now();
    const batch = new Batch().tell('channels');
    const written = await writeEntries(vault, batch, vault.logs.must(record), [
      { type: 'change', id: channel.value.entry, fields: { keptAt: at }, at },
    ]);
    return written.ok ? vault.commit(batch) : written;
  });
}
