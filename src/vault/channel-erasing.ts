import type { LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { encodeBarePayload } from '#protocol/payload-codec.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { EMPTY } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** The relay serves nothing more of a channel at once; its keys leave this device when it said so. */
export function eraseChannel(
  { logs, turns, commit }: Pick<OpenVault, 'logs' | 'turns' | 'commit'>,
  logId: LogId,
): Promise<Result<void, VaultError>> {
  return turns.take(() => {
    const log = logs.get(logId);
    if (!log || log.state.erased) return Promise.resolve(ok(undefined));
    const batch = new Batch().tell('sync');
    logs.append(batch, log, { kind: 'erase', publicPart: EMPTY, payload: encodeBarePayload() });
    return commit(batch);
  });
}
