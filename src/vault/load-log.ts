import { err, ok, type Result } from '#base/result.ts';
import type { ChainHead } from '#protocol/op.ts';
import type { Cursor } from '#protocol/relay-cursor.ts';
import type { VaultError } from './errors.ts';
import { NO_CONTENT, type LogContent } from './log-upkeep.ts';
import { logStateFromRow, type LogStateRow } from './log-state-row.ts';
import { NO_OPS, OpenLog, type LogRow } from './open-log.ts';
import type { Store } from './ports.ts';
import type { SealedRows } from './sealed-rows.ts';

/** Reads one log of the device, and the local order of its last op: nothing of the ops themselves. */
export async function loadLog(
  rows: SealedRows,
  store: Store,
  row: LogRow,
): Promise<Result<{ log: OpenLog; lastOrder: number }, VaultError>> {
  const { logId } = row;
  const state = await rows.getJson<LogStateRow>('logs', `state/${logId}`);
  const own = await rows.getJson<ChainHead>('logs', `own/${logId}`);
  const cursor = await rows.getJson<Cursor>('logs', `cursor/${logId}`);
  const content = await rows.getJson<LogContent>('logs', `content/${logId}`);
  if (!state.ok) return state;
  if (!own.ok) return own;
  if (!cursor.ok) return cursor;
  if (!content.ok) return content;
  if (state.value === undefined) return err({ type: 'StorageDamaged' });
  const last = await store.range('ops', {
    from: `${logId}/`,
    to: `${logId}/\uffff`,
    reverse: true,
    limit: 1,
  });
  if (!last.ok) return last;
  const lastOrder = Number(last.value[0]?.key.slice(logId.length + 1) ?? 0);
  const log = new OpenLog(row, logStateFromRow(state.value), own.value ?? NO_OPS, cursor.value);
  log.content = content.value ?? NO_CONTENT;
  if (log.own.seq > 0) log.state.chains.set(log.ownChain, log.own);
  return ok({ log, lastOrder });
}
