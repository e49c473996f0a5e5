import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Arrived } from './arrival.ts';
import { Batch } from './batch.ts';
import { BlobShelf } from './blob-shelf.ts';
import type { Bell } from './bell.ts';
import type { VaultError } from './errors.ts';
import { blobsHere } from './foreign-blobs.ts';
import { secretOf } from './kit-words.ts';
import type { Row, Table, VaultDeps, Write } from './ports.ts';
import { openBox, restoreAll, type LogSource } from './restore.ts';
import { openParts } from './vault-parts.ts';
import { readRecoveryWrite } from './slots.ts';

/** Tables that are sealed under LSK: worth nothing once it cannot be opened, and rebuilt from ops. */
const SEALED_TABLES = ['logs', 'outbox', 'docs', 'views', 'notes'] as const satisfies Table[];

/**
 * Opens what a locked device still holds by the words of the kit: ops are sealed under their
 * logs' keys, which the identity key opens, and not under LSK. Everything sealed under the lost
 * LSK is made anew from them, in one transaction that replaces the old.
 */
export async function rebuildFromDevice(
  deps: VaultDeps,
  bell: Bell,
  lsk: Bytes,
  lockWrites: readonly Write[],
  words: string,
  name: string,
): Promise<Result<Arrived, VaultError>> {
  const secret = secretOf(words);
  if (!secret.ok) return secret;
  const write = await readRecoveryWrite(deps.store);
  if (!write.ok) return write;
  if (write.value === undefined) return err({ type: 'NoRecoveryHere' });
  const recovered = openBox(secret.value, write.value);
  if (!recovered.ok) return recovered;
  const batch = new Batch();
  const cleared = await clearSealed(deps, batch, ['ops', 'places', 'slots']);
  if (!cleared.ok) return cleared;
  const logs = await logsOnDisk(deps);
  if (!logs.ok) return logs;
  // The old rows are still there while the new ones are made: the parts must not read them.
  const parts = await openParts({ ...deps, store: emptyFor(deps) }, lsk, bell);
  if (!parts.ok) return parts;
  batch.write(...lockWrites, parts.value.rows.indexKeyWrite());
  const shelf = new BlobShelf(deps.store, deps.files, deps.random);
  const blobs = blobsHere(shelf, (blob) => shelf.row(blob));
  const source: LogSource = {
    log(logId) {
      const log = logs.value.get(logId);
      return Promise.resolve(ok(log && { ...log, blobs }));
    },
  };
  const restored = await restoreAll(parts.value, batch, recovered.value, source, name);
  const record = restored.ok ? restored.value.records[0] : undefined;
  if (!restored.ok || record === undefined) {
    batch.giveUp();
    return restored.ok ? err({ type: 'NoRecoveryHere' }) : restored;
  }
  const done = await batch.commit(deps.store, bell);
  return done.ok ? ok({ keyring: recovered.value.keyring, record }) : done;
}

/** Takes off the device what is sealed under LSK, and these tables beside it. */
export async function clearSealed(
  deps: VaultDeps,
  batch: Batch,
  others: readonly Table[],
): Promise<Result<void, VaultError>> {
  for (const table of [...SEALED_TABLES, ...others]) {
    const rows = await deps.store.range(table, { from: '', to: '\uffff' });
    if (!rows.ok) return rows;
    for (const { key } of rows.value) {
      if (table === 'slots' && (key === 'format' || key === 'recovery')) continue;
      batch.write({ table, key, delete: true });
    }
  }
  return ok(undefined);
}

/** The ops of every log, in the order in which this device kept them. */
async function logsOnDisk(
  deps: VaultDeps,
): Promise<Result<Map<LogId, { logId: LogId; items: LogItem[] }>, VaultError>> {
  const rows = await deps.store.range('ops', { from: '', to: '\uffff' });
  if (!rows.ok) return rows;
  const logs = new Map<LogId, { logId: LogId; items: LogItem[] }>();
  for (const { value } of rows.value) {
    const op = decodeOp(value);
    if (!op.ok) continue;
    const { logId } = op.value;
    const log = logs.get(logId) ?? { logId, items: [] };
    log.items.push({ type: 'op', relaySeq: 0, bytes: value });
    logs.set(logId, log);
  }
  return ok(logs);
}

const NO_ROWS: readonly Row[] = [];

/** A store that has nothing yet, so that what is made anew leans on nothing of the old. */
export const emptyFor = ({ store }: VaultDeps): VaultDeps['store'] => ({
  ...store,
  get: () => Promise.resolve(ok(undefined)),
  range: () => Promise.resolve(ok(NO_ROWS)),
  commit: (writes, durability) => store.commit(writes, durability),
  close: () => store.close(),
});
