import { utf8, type Bytes } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { toHex } from '#base/bytes.ts';
import type { DepositedFile, DepositedNote } from '#protocol/deposit-body.ts';
import type { FileRef } from '#record/fields.ts';
import { manifestOf, type BlobRow } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import { SNIFF_BYTES, contradictsName, mediaTypeOf } from './file-type.ts';
import { blobAtRelay } from './foreign-blobs.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';

/** A file that is on this device whole, sealed; `isNew`: no row names it yet. */
export type FileHere = { readonly row: BlobRow; readonly ref: FileRef; readonly isNew: boolean };

/**
 * Brings the file of a deposit to this device, and opens it: it must be what the statement says,
 * in its length and by its first bytes. Refused, it leaves nothing behind.
 * @param logs where the relay may hold it, the likeliest first
 */
export async function fetchDeposited(
  vault: OpenVault,
  sync: Sync,
  file: DepositedFile,
  logs: readonly LogId[],
): Promise<Result<FileHere & { readonly pieces: readonly Bytes[] }, VaultError>> {
  const known = await vault.blobs.row(file.blob);
  if (!known.ok) return known;
  const isNew = known.value === undefined;
  const row = known.value ? ok(known.value) : await copyIn(vault, sync, file.blob, logs);
  if (!row.ok) return row;
  const pieces = await openHere(vault, row.value, file);
  if (pieces.ok) return ok({ row: row.value, ref: { ...file }, isNew, pieces: pieces.value });
  if (isNew) await discard(vault, row.value);
  return pieces;
}

async function copyIn(
  vault: OpenVault,
  sync: Sync,
  blob: BlobId,
  logs: readonly LogId[],
): Promise<Result<BlobRow, VaultError>> {
  let failure: VaultError = { type: 'FileNotHere' };
  for (const log of logs) {
    const there = await blobAtRelay(vault.deps.relay, sync, log, blob);
    if (there.ok && there.value) return vault.blobs.copyIn(there.value.manifest, there.value.chunk);
    if (!there.ok) failure = there.error;
  }
  return err(failure);
}

async function openHere(
  { blobs }: OpenVault,
  row: BlobRow,
  file: DepositedFile,
): Promise<Result<readonly Bytes[], VaultError>> {
  const chunk = (index: number) => blobs.chunk(row, index);
  const opened = await blobs.openWith(manifestOf(row), hexBytes(file.key), chunk);
  const fault = opened.ok ? contradiction(file, opened.value) : opened.error;
  return fault ? err(fault) : opened;
}

/** How the bytes are not what their statement says of them; undefined: they are. */
export function contradiction(
  file: DepositedFile,
  pieces: readonly Bytes[],
): VaultError | undefined {
  const sizeBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (sizeBytes !== file.sizeBytes) return { type: 'FileDamaged' };
  const type = mediaTypeOf(pieces[0]?.subarray(0, SNIFF_BYTES) ?? new Uint8Array());
  const isAsSaid = type === file.mediaType && !contradictsName(file.name, type);
  return isAsSaid ? undefined : { type: 'FileTypeMismatch' };
}

/** A note becomes a text file of the record, sealed here. */
export async function sealNote(
  vault: OpenVault,
  note: DepositedNote,
): Promise<Result<FileHere, VaultError>> {
  const bytes = utf8(note.text);
  const read = (offset: number, length: number): Promise<Bytes> =>
    Promise.resolve(bytes.slice(offset, offset + length));
  const sealed = await vault.blobs.sealFile(bytes.length, read, () => undefined);
  if (!sealed.ok) return sealed;
  const { row, fileKey } = sealed.value;
  const ref = {
    blob: row.blob,
    key: toHex(fileKey),
    sizeBytes: bytes.length,
    mediaType: 'text/plain',
    name: `${note.title.replace(/[\\/:*?"<>|]/g, '-').slice(0, 200)}.txt`,
  };
  return ok({ row, ref, isNew: true });
}

export const discard = (vault: OpenVault, row: BlobRow): Promise<void> =>
  vault.blobs.discard({ row, fileKey: new Uint8Array() });
