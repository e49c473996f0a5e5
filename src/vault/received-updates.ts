import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { ok, type Result } from '#base/result.ts';
import { isOrFollows } from '#protocol/content-rules.ts';
import { authorOfChain, chainKeyOf, type ChainKey, type Op } from '#protocol/op.ts';
import { applyUpdates, nextClock } from '#record/merge.ts';
import { checkUpdate, scanUpdate } from '#record/update-scan.ts';
import type { Batch } from './batch.ts';
import type { LoadedDoc } from './docs.ts';
import { showDoc } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** An update op of somebody else, opened. */
export type UpdateOp = {
  readonly op: Op;
  readonly docId: string;
  readonly clientId: number;
  readonly update: Bytes;
};

type Refuse = (op: Op, reason: 'notAnUpdate' | 'foreignClient') => void;
type Vault = Omit<OpenVault, 'keyring'>;

/** Merges what others wrote, doc by doc; what does not pass the gate before Yjs is refused. */
export async function applyUpdateOps(
  vault: Vault,
  batch: Batch,
  log: OpenLog,
  updates: readonly UpdateOp[],
  refuse: Refuse,
): Promise<Result<void, VaultError>> {
  for (const [docId, its] of Map.groupBy(updates, (update) => update.docId)) {
    const applied = await applyToDoc(vault, batch, log, docId, its, refuse);
    if (!applied.ok) return applied;
  }
  return ok(undefined);
}

async function applyToDoc(
  vault: Vault,
  batch: Batch,
  log: OpenLog,
  docId: string,
  updates: readonly UpdateOp[],
  refuse: Refuse,
): Promise<Result<void, VaultError>> {
  const { docs } = vault;
  const loaded = await docs.load(log.logId, docId);
  if (!loaded.ok) return loaded;
  batch.otherwise(() => {
    docs.drop(log.logId, docId);
  });
  const passed = updates.filter(gate(log, loaded.value, refuse));
  const changes = applyUpdates(
    loaded.value.doc,
    passed.map(({ update }) => update),
  );
  if (!changes.ok) {
    // The doc is worthless now: it is read from the disk again, without the update that broke it.
    const bad = mustGet(passed[changes.error.part], 'the part that was refused').op;
    refuse(bad, 'notAnUpdate');
    docs.drop(log.logId, docId);
    const others = passed.filter(({ op }) => op !== bad);
    return applyToDoc(vault, batch, log, docId, others, refuse);
  }
  for (const { op, clientId, update } of passed) {
    docs.keep(batch, log.logId, loaded.value, { update, clientId, chain: chainKeyOf(op) });
  }
  return showDoc(vault, batch, log.logId, loaded.value, changes.value);
}

/**
 * Each update holds its own Yjs client alone, at its next clock: one that its author, or whoever's
 * place its author took, was the first to write under.
 */
function gate(
  { state }: OpenLog,
  { doc, clients }: LoadedDoc,
  refuse: Refuse,
): (update: UpdateOp) => boolean {
  const clocks = new Map<number, number>();
  const writers = new Map<number, ChainKey>(clients);
  return ({ op, clientId, update }) => {
    const scan = scanUpdate(update);
    const clock = clocks.get(clientId) ?? nextClock(doc, clientId);
    const isNext = scan.ok && checkUpdate(scan.value, { clientId, nextClock: clock }).ok;
    const writer = writers.get(clientId);
    const isTheirs = writer === undefined || isOrFollows(state, op.author, authorOfChain(writer));
    if (!isNext || !isTheirs) {
      refuse(op, scan.ok ? 'foreignClient' : 'notAnUpdate');
      return false;
    }
    clocks.set(clientId, scan.value.clients[0]?.endClock ?? clock);
    if (writer === undefined) writers.set(clientId, chainKeyOf(op));
    return true;
  };
}
