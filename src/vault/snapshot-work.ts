import { toHex } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { LogState } from '#protocol/log-state.ts';
import { limits } from '#protocol/limits.ts';
import { sealedOpBytes } from '#protocol/op-codec.ts';
import { encodeBarePayload, encodeBlobChange } from '#protocol/payload-codec.ts';
import { encodeSnapshotChange, encodeSnapshotPayload } from '#protocol/snapshot-codec.ts';
import type { SnapshotChange, SnapshotDoc } from '#protocol/snapshots.ts';
import type { AuthorId, OpHash, WriterId } from '#base/ids.ts';
import { sections } from '#record/registry.ts';
import type { Batch } from './batch.ts';
import { attachNoteId, type SealedFile } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { deflateDoc } from './snapshot-docs.ts';
import type { SnapshotDocRow, SnapshotNote } from './snapshot-note.ts';
import { digestOf, readSnapshotRow } from './snapshot-row.ts';

/** Ops of a log that its last snapshot does not cover. */
export function opsSince({ chains, snapshot }: LogState): number {
  let ops = 0;
  for (const [chain, { seq }] of chains) ops += seq - (snapshot?.heads.get(chain)?.seq ?? 0);
  return ops;
}

/** A doc as it stands, to be written. */
export type DocToWrite = { readonly docId: string; readonly content: SnapshotDoc };

/** Every doc of a log as it stands; undefined while one of them waits for what did not come. */
export async function docsNow(
  { docs, views }: Pick<OpenVault, 'docs' | 'views'>,
  logId: LogId,
): Promise<Result<DocToWrite[] | undefined, VaultError>> {
  const names = await docNames({ docs, views }, logId);
  if (!names.ok) return names;
  const all: DocToWrite[] = [];
  for (const docId of [...names.value].sort()) {
    const loaded = await docs.load(logId, docId);
    if (!loaded.ok) return loaded;
    if (docs.isIncomplete(loaded.value)) return ok(undefined);
    all.push({ docId, content: docs.contentOf(loaded.value) });
  }
  return ok(all);
}

/** The docs that were ever written in; those that entries stand in are among them, or it is a bug. */
async function docNames(
  { docs, views }: Pick<OpenVault, 'docs' | 'views'>,
  logId: LogId,
): Promise<Result<Set<string>, VaultError>> {
  const known = await docs.names(logId);
  if (!known.ok) return known;
  const names = new Set(known.value);
  for (const { code } of sections) {
    const shown = await views.docIds(logId, code);
    if (!shown.ok) return shown;
    for (const docId of shown.value) names.add(docId);
  }
  return ok(names);
}

/**
 * Seals the docs that no blob holds as they stand. Nothing is written yet but the files, which
 * `keepSealed` names.
 */
export async function sealDocs(
  vault: Pick<OpenVault, 'blobs' | 'rows'>,
  log: OpenLog,
  docs: readonly DocToWrite[],
  note: SnapshotNote | undefined,
): Promise<Result<{ rows: SnapshotDocRow[]; files: SealedFile[] }, VaultError>> {
  const last = await readSnapshotRow(vault, log.logId);
  if (!last.ok) return last;
  const isLast = last.value?.hash === log.state.snapshot?.hash;
  const former = [...(note?.docs ?? []), ...((isLast ? last.value?.docs : undefined) ?? [])];
  const known = former.filter(({ blob }) => log.state.attached.has(blob));
  const rows: SnapshotDocRow[] = [];
  const files: SealedFile[] = [];
  for (const { docId, content } of docs) {
    const digest = digestOf(content);
    const same = known.find((row) => row.docId === docId && row.digest === digest);
    if (same) {
      rows.push(same);
      continue;
    }
    const bytes = await deflateDoc(content);
    if (bytes.length > limits.snapshotDocBytes) return err({ type: 'FileTooLarge', maxBytes: 0 });
    const read = (offset: number, length: number) =>
      Promise.resolve(bytes.slice(offset, offset + length));
    const sealed = await vault.blobs.sealFile(bytes.length, read, () => undefined);
    if (!sealed.ok) return sealed;
    files.push(sealed.value);
    const { row, fileKey } = sealed.value;
    rows.push({ docId, blob: row.blob, fileKey: toHex(fileKey), digest });
  }
  return ok({ rows, files });
}

/** Names the sealed docs, and has them sent and attached. */
export function keepSealed(
  { blobs, notes }: Pick<OpenVault, 'blobs' | 'notes'>,
  batch: Batch,
  logId: LogId,
  {
    rows,
    files,
  }: { readonly rows: readonly SnapshotDocRow[]; readonly files: readonly SealedFile[] },
  note: SnapshotNote | undefined,
): void {
  for (const file of files) {
    blobs.keep(batch, file);
    const { blob } = file.row;
    notes.put(batch, 'attach', attachNoteId(logId, blob), { log: logId, blob, isUpkeep: true });
  }
  const made = [...(note?.made ?? []), ...files.map(({ row }) => row.blob)];
  notes.put(batch, 'snapshot', logId, { docs: rows, made, sent: null });
}

/** Writes the snapshot op of what stands now; undefined when it would be larger than an op may be. */
export function appendSnapshot(
  { logs }: Pick<OpenVault, 'logs'>,
  batch: Batch,
  log: OpenLog,
  docs: readonly SnapshotDocRow[],
): OpHash | undefined {
  const publicPart = encodeSnapshotChange(changeNow(log.state));
  const payload = encodeSnapshotPayload({
    docs: docs.map(({ docId, blob, fileKey }) => ({ docId, blob, fileKey: hexBytes(fileKey) })),
  });
  const { chains, attached } = log.state;
  const isLarge =
    chains.size > limits.snapshotHeads ||
    attached.size > limits.keptBlobs ||
    docs.length > limits.snapshotDocs ||
    sealedOpBytes(publicPart.length, payload.length) > limits.opBytes;
  if (isLarge) return undefined;
  return logs.append(batch, log, { kind: 'snapshot', publicPart, payload, isUpkeep: true }).hash;
}

const changeNow = ({ chains, attached }: LogState): SnapshotChange => ({
  heads: Array.from(chains, ([chain, head]) => {
    const [author, writer] = chain.split('/') as [AuthorId, WriterId];
    return { author, writer, ...head };
  }),
  attached: Array.from(attached, ([blob, { by }]) => ({ blob, by })),
});

/** Detaches docs that no snapshot holds any more, and takes them off this device. */
export function giveUpBlobs(
  { logs, notes, blobs }: Pick<OpenVault, 'logs' | 'notes' | 'blobs'>,
  batch: Batch,
  log: OpenLog,
  gone: Iterable<BlobId>,
): void {
  const attached: BlobId[] = [];
  for (const blob of new Set(gone)) {
    notes.remove(batch, 'attach', attachNoteId(log.logId, blob));
    blobs.forget(batch, blob);
    if (log.state.attached.has(blob)) attached.push(blob);
  }
  for (let from = 0; from < attached.length; from += limits.blobsPerOp) {
    logs.append(batch, log, {
      kind: 'detach',
      publicPart: encodeBlobChange({ blobs: attached.slice(from, from + limits.blobsPerOp) }),
      payload: encodeBarePayload(),
      isUpkeep: true,
    });
  }
}
