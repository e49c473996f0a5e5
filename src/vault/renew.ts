import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { FirstLock } from './api.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { Table } from './ports.ts';
import { SealedRows } from './sealed-rows.ts';
import { LSK_BYTES, dropSlotsWrites, firstLockWrites, readSlots } from './slots.ts';

const SEALED_TABLES = ['logs', 'outbox', 'docs', 'views', 'notes'] as const satisfies Table[];

/**
 * "J'ai été vu": a new LSK, every row sealed anew under it and the former locks gone, in one
 * transaction. The caller opens the vault again under the key that this answers.
 */
export async function renewStorageKey(
  vault: OpenVault,
  lock: FirstLock,
): Promise<Result<Bytes, VaultError>> {
  const { deps } = vault;
  const slots = await readSlots(deps.store);
  if (!slots.ok) return slots;
  const lsk = deps.random.bytes(LSK_BYTES);
  const locks = await firstLockWrites(deps.random, lsk, lock);
  if (!locks.ok) return locks;
  if (!slots.value) return err({ type: 'NoVault' });
  const former = dropSlotsWrites(slots.value);
  return vault.turns.take(async () => {
    const batch = new Batch().write(...former, ...locks.value);
    const renewed = new SealedRows(deps.store, deps.random, lsk, lsk);
    for (const table of SEALED_TABLES) {
      const rows = await deps.store.range(table, { from: '', to: '\uffff' });
      if (!rows.ok) return rows;
      for (const { key, value } of rows.value) {
        const opened = vault.rows.open(table, key, value);
        if (!opened.ok) return opened;
        batch.write(renewed.put(table, key, opened.value));
      }
    }
    // What others write after this would be sealed under the former key.
    batch.afterwards(() => {
      vault.close();
    });
    const done = await vault.commit(batch);
    return done.ok ? ok(lsk) : done;
  });
}
