import { ok, type Result } from '#base/result.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { opKey } from './log-places.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/**
 * Takes off this device the ops that the last snapshot covers: only once its docs are here, and
 * were found to hold what stands here. Access ops stay, as in a seed.
 */
export async function compactLog(
  { logs }: Pick<OpenVault, 'logs'>,
  batch: Batch,
  log: OpenLog,
): Promise<Result<void, VaultError>> {
  const waiting = new Set(logs.unsent().map(({ hash }) => hash));
  for await (const { order, op } of logs.places.ops(log.logId)) {
    if (op.kind === 'access' || waiting.has(op.hash) || !isCovered(log.state, op)) continue;
    batch.write({ table: 'ops', key: opKey(log.logId, order), delete: true });
  }
  return ok(undefined);
}
