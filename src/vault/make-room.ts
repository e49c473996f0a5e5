import type { OpHash } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { sealAnew, unsentOps } from './reseal.ts';

/**
 * Gives way to what stands at the relay where something of ours wanted to: ops of our own writer
 * that this device did not make, which a copy of it did, windows and access ops that came first,
 * and what was deposited before an erase. A transaction of its own, before what came is taken.
 * @returns whether a window of ours waits no more
 */
export async function makeRoom(
  vault: OpenVault,
  log: OpenLog,
  items: readonly LogItem[],
): Promise<Result<boolean, VaultError>> {
  const others = opsIn(items).filter((op) => !vault.logs.isUnsent(op.hash));
  const own = others.filter((op) => log.isOwn(op));
  const foreign = others.filter((op) => !log.isOwn(op));
  const isThere = (kind: Op['kind']): boolean => foreign.some((op) => op.kind === kind);
  const isDeposited = isThere('deposit') || isThere('attach');
  const isMet = isThere('window') || isThere('access') || isDeposited;
  if (own.length === 0 && !isMet) return ok(false);
  const waiting = await unsentOps(vault, log);
  if (!waiting.ok) return waiting;
  // What the relay turns out to have taken need not give way.
  const held = hashesIn(items);
  const unsent = waiting.value.filter(({ hash }) => !held.has(hash));
  const waits = (kind: Op['kind']): boolean => unsent.some((op) => op.kind === kind);
  const firstSeq = unsent[0]?.seq ?? log.own.seq + 1;
  const isCopied = own.some((op) => op.seq >= firstSeq);
  const isLate = (['window', 'access'] as const).some((kind) => isThere(kind) && waits(kind));
  const isErasedEarly = isDeposited && waits('erase');
  if (!isCopied && !isLate && !isErasedEarly) return ok(false);
  const batch = new Batch().tell('sync');
  const sealed = await sealAnew(vault, batch, log, isCopied ? 'newWriter' : 'sameWriter', held);
  if (!sealed.ok) {
    batch.giveUp();
    return sealed;
  }
  const isChannel = log.row.sort === 'channel';
  // What a copy published is not known here: the whole is published again.
  if (isChannel) vault.notes.remove(batch, 'window', log.logId);
  const done = await vault.commit(batch);
  return done.ok ? ok(isChannel) : done;
}

const hashesIn = (items: readonly LogItem[]): ReadonlySet<OpHash> =>
  new Set([
    ...opsIn(items).map(({ hash }) => hash),
    ...items.flatMap((item) => (item.type === 'stub' ? [item.hash] : [])),
  ]);

function opsIn(items: readonly LogItem[]): Op[] {
  return items.flatMap((item) => {
    const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
    return op?.ok === true ? [op.value] : [];
  });
}
