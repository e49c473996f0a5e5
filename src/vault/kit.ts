import { toHex, type Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { singleEntryId } from '#record/section.ts';
import type { KitState } from './api.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import { recoveryWriteRow } from './slots.ts';

/*
 * The kit: twelve words on paper that bring the record back when every device is lost. Until two
 * of them were asked back, secret and identity stay on this device; afterwards only the sealed
 * recovery box holds the identity, and only the paper the secret.
 */

/** What the keyring says of the kit, on every device. */
type Kit = { readonly boxWrite: Bytes | undefined; readonly identityKemPublicKey: string };

export async function readKit(
  views: OpenVault['views'],
  keyring: LogId,
): Promise<Result<Kit, VaultError>> {
  const row = await views.find(keyring, singleEntryId('kit'));
  if (!row.ok) return row;
  const { boxWrite, identityKemPublicKey } = row.value?.entry.fields ?? {};
  if (typeof identityKemPublicKey !== 'string') return err({ type: 'StorageDamaged' });
  const write = typeof boxWrite === 'string' ? hexBytes(boxWrite) : undefined;
  return ok({ boxWrite: write, identityKemPublicKey });
}

export async function kitState(vault: OpenVault): Promise<Result<KitState, VaultError>> {
  const kit = await readKit(vault.views, vault.keyring);
  if (!kit.ok) return kit;
  const archivedAt = vault.notes.get('archive')?.at;
  return ok({ state: kit.value.boxWrite ? 'confirmed' : 'toConfirm', archivedAt });
}

/**
 * Puts the box at the relay, once; tried again at the next connection. Beside it, the write stays
 * on this device outside of what a lost lock takes away.
 */
export async function sendBox(vault: OpenVault): Promise<void> {
  const kit = await readKit(vault.views, vault.keyring);
  const write = kit.ok ? kit.value.boxWrite : undefined;
  if (!write || vault.notes.get('box')?.sent === toHex(write)) return;
  const locator = toHex(write.subarray(0, 16));
  const put = await vault.deps.relay.putRecoveryBox(locator, write);
  if (!put.ok) return;
  await vault.turns.take(async () => {
    const batch = new Batch().tell('kit', 'sync').write(recoveryWriteRow(write));
    vault.notes.put(batch, 'box', '', { sent: toHex(write) });
    return vault.commit(batch);
  });
}
