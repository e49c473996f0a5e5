import { ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { Cursor, Passed } from '#protocol/relay-cursor.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { makeRoom } from './make-room.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { ReceivedPage, type Received } from './received-page.ts';

/**
 * Takes a page of a keyring, a record or an outgoing channel: what this device wrote is
 * acknowledged, what others wrote is verified, kept and applied, all in one transaction with the
 * cursor. Bad ops are set aside, and stop nothing else.
 */
export async function receiveItems(
  vault: OpenVault,
  log: OpenLog,
  items: readonly LogItem[],
  cursor: Cursor,
  passed: readonly Passed[],
): Promise<Result<Received, VaultError>> {
  const room = await makeRoom(vault, log, items);
  if (!room.ok) return room;
  const batch = new Batch().tell('sync');
  const page = new ReceivedPage(vault, log, batch, { inc: cursor.inc, passed });
  const taken = await page.take(items);
  if (!taken.ok) {
    batch.giveUp();
    return taken;
  }
  vault.logs.places.pass(batch, log, passed);
  vault.logs.setCursor(batch, log, cursor);
  const done = await vault.commit(batch);
  if (!done.ok) return done;
  const { isForked, isWindowLost } = taken.value;
  return ok({ isForked, isWindowLost: isWindowLost || room.value });
}

/** What `receiveItems` does, into a batch of the caller's. */
export async function applyItems(
  vault: Omit<OpenVault, 'keyring'>,
  batch: Batch,
  log: OpenLog,
  items: readonly LogItem[],
): Promise<Result<void, VaultError>> {
  const page = new ReceivedPage(vault, log, batch, { inc: log.cursor.inc, passed: [] });
  const taken = await page.take(items);
  return taken.ok ? ok(undefined) : taken;
}
