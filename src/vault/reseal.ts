import { mustGet } from '#base/assert.ts';
import { err, ok, type Result } from '#base/result.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { NO_OPS, drawWriter, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/**
 * Seals again what the relay has not taken, under the current epoch: after a turn that this
 * device learnt of too late. One transaction: either all waits anew, or all as before.
 */
export async function resealUnsent(
  vault: OpenVault,
  log: OpenLog,
): Promise<Result<void, VaultError>> {
  const unsent = await unsentOps(vault, log);
  if (!unsent.ok) return unsent;
  const [first] = unsent.value;
  if (first === undefined) return ok(undefined);
  const batch = new Batch().tell('sync');
  const before = first.seq - 1;
  vault.logs.rewind(batch, log, { seq: before, hash: first.prevHash });
  return resealInto(vault, batch, log, unsent.value);
}

/** Gives up a writer that somebody else used too, and makes its unsent changes under a new one. */
export async function startNewWriter(
  vault: OpenVault,
  log: OpenLog,
): Promise<Result<void, VaultError>> {
  const unsent = await unsentOps(vault, log);
  if (!unsent.ok) return unsent;
  const batch = new Batch().tell('sync');
  vault.logs.changeRow(batch, log, { ...log.row, writer: drawWriter(vault.deps.random) });
  vault.logs.rewind(batch, log, NO_OPS);
  return resealInto(vault, batch, log, unsent.value);
}

async function unsentOps(
  vault: OpenVault,
  log: OpenLog,
): Promise<Result<Op[], VaultError>> {
  const held = await vault.logs.unsentOps(log.logId);
  if (!held.ok) return held;
  const ops: Op[] = [];
  for (const { bytes } of held.value) {
    const op = decodeOp(bytes);
    if (!op.ok) return err({ type: 'StorageDamaged' });
    // The genesis and other access ops stand as they are: another key signed them.
    if (op.value.kind !== 'access') ops.push(op.value);
  }
  return ok(ops);
}

async function resealInto(
  vault: OpenVault,
  batch: Batch,
  log: OpenLog,
  unsent: readonly Op[],
): Promise<Result<void, VaultError>> {
  for (const op of unsent) {
    const key = mustGet(log.keyOf(op.epoch), 'the key that this device sealed with');
    const body = openOp(op, key);
    if (!body.ok) return err({ type: 'StorageDamaged' });
    const { entries } = vault.logs.dropUnsent(batch, op.hash);
    const { kind, publicPart } = op;
    vault.logs.append(batch, log, { kind, publicPart, payload: body.value.payload, entries });
  }
  return vault.commit(batch);
}
