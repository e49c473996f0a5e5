import type { LogId, OpHash } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import { toHex } from '#base/bytes.ts';
import { hash } from '#crypto/hash.ts';
import { encodeSnapshotDoc } from '#protocol/snapshot-codec.ts';
import type { SnapshotDoc } from '#protocol/snapshots.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { FetchedSnapshot } from './snapshot-docs.ts';
import type { SnapshotDocRow } from './snapshot-note.ts';

/** The snapshot of a log whose docs this device holds, checked against its own. */
export type SnapshotRow = { readonly hash: OpHash; readonly docs: readonly SnapshotDocRow[] };

type Rows = Pick<OpenVault, 'rows'>;

const keyOf = (logId: LogId): string => `snapshot/${logId}`;

export const readSnapshotRow = (
  { rows }: Rows,
  logId: LogId,
): Promise<Result<SnapshotRow | undefined, VaultError>> =>
  rows.getJson<SnapshotRow>('logs', keyOf(logId));

export function keepSnapshotRow(
  { rows }: Rows,
  batch: Batch,
  logId: LogId,
  row: SnapshotRow,
): void {
  batch.write(rows.putJson('logs', keyOf(logId), row));
}

/** What this device took from a snapshot is what the snapshot says. */
export function rememberSnapshot(
  vault: Rows,
  batch: Batch,
  logId: LogId,
  { op, docs }: FetchedSnapshot,
): void {
  const rows = docs.map(({ docId, blob, fileKey, content }) => ({
    docId,
    blob,
    fileKey,
    digest: digestOf(content),
  }));
  keepSnapshotRow(vault, batch, logId, { hash: op.hash, docs: rows });
}

export const digestOf = (content: SnapshotDoc): string => toHex(hash(encodeSnapshotDoc(content)));
