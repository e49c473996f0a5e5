import { utf8, type Bytes } from '#base/bytes.ts';
import type { BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { DepositedFile } from '#protocol/deposit-body.ts';
import type { FileRef } from '#record/fields.ts';
import type { FileHandle, OpenedFile } from './api.ts';
import type { DepositedThing } from './deposit.ts';
import { contradiction } from './deposit-file.ts';
import type { VaultError } from './errors.ts';
import { blobAtRelay } from './foreign-blobs.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import type { Correspondences } from './correspondences.ts';
import type { Deposits } from './deposits.ts';
import type { Sync } from './sync.ts';
import { fileOf } from './window-content.ts';

type Opened = Result<OpenedFile, VaultError>;
type HandleFrom<F extends FileHandle['from']> = Extract<FileHandle, { from: F }>;
type Opening = {
  readonly vault: OpenVault;
  readonly sync: Sync;
  readonly correspondences: Correspondences;
  readonly deposits: Deposits;
};

/** Opens a file for display or download, from this device or from the relay. */
export function openFile(session: Opening, handle: FileHandle): Promise<Opened> {
  switch (handle.from) {
    case 'record':
      return openOfRecord(session, handle);
    case 'channel':
      return openOfWindow(session, handle);
    case 'deposit':
      return openOfDeposit(session, handle);
    case 'given':
      return openOfGiven(session, handle);
  }
}

async function openOfRecord(
  { vault, sync }: Opening,
  { record, entry }: HandleFrom<'record'>,
): Promise<Opened> {
  const row = await vault.views.find(record, entry);
  if (!row.ok) return row;
  const file = row.value && fileOf(row.value.entry);
  if (!file) return err({ type: 'UnknownEntry' });
  const pieces = await openBlob(vault, sync, record, file.blob as BlobId, hexBytes(file.key));
  return pieces.ok ? opened(file, pieces.value) : pieces;
}

/** Of a window nothing stays on this device: the file is read from the relay each time. */
async function openOfWindow(
  { vault, sync, correspondences }: Opening,
  { channel, entry: id, glance }: HandleFrom<'channel'>,
): Promise<Opened> {
  const view = correspondences.channel(channel)?.view();
  if (!view) return err({ type: 'ChannelClosed' });
  const entry = view.entries.find((candidate) => candidate.id === id);
  const file = entry && fileOf(entry);
  if (!file) return err({ type: 'UnknownEntry' });
  const key = hexBytes(file.key);
  const pieces = await openFromRelay(vault, sync, channel, file.blob as BlobId, key);
  if (!pieces.ok) return pieces;
  if (glance !== true) void correspondences.depositing.receipt(channel, id);
  return opened(file, pieces.value);
}

async function openOfDeposit(
  { vault, sync, deposits }: Opening,
  { record, entry }: HandleFrom<'deposit'>,
): Promise<Opened> {
  const found = await deposits.find(record, entry);
  if (!found.ok) return found;
  const { channel, body } = found.value.deposit;
  // Once the channel is erased, its file is the record's.
  const log = vault.logs.get(channel) ? channel : record;
  return openThing(vault, sync, log, body);
}

async function openOfGiven(
  { vault, sync, correspondences }: Opening,
  { channel, entry }: HandleFrom<'given'>,
): Promise<Opened> {
  const there = correspondences.channel(channel)?.given() ?? [];
  const waiting = correspondences.outgoing.waitingIn(channel).map(({ given }) => given);
  const given = [...there, ...waiting].find((one) => one.entry === entry);
  return given ? openThing(vault, sync, channel, given.body) : err({ type: 'UnknownEntry' });
}

/** What is not what its author says of it is not shown. */
async function openThing(
  vault: OpenVault,
  sync: Sync,
  log: LogId,
  body: DepositedThing,
): Promise<Opened> {
  if (body.kind === 'note') {
    return opened({ mediaType: 'text/plain', name: `${body.title}.txt` }, [utf8(body.text)]);
  }
  const { file } = body;
  const pieces = await openBlob(vault, sync, log, file.blob, hexBytes(file.key));
  if (!pieces.ok) return pieces;
  const fault = contradiction(file, pieces.value);
  return fault ? err(fault) : opened(file, pieces.value);
}

const opened = (
  { mediaType, name: fileName }: Pick<FileRef | DepositedFile, 'mediaType' | 'name'>,
  pieces: readonly Bytes[],
): Opened => ok({ blob: new Blob([...pieces], { type: mediaType }), mediaType, fileName });

/** From this device; or, where it is not here, from the relay through this log. */
export async function openBlob(
  vault: OpenVault,
  sync: Sync,
  log: LogId,
  blob: BlobId,
  key: Bytes,
): Promise<Result<Bytes[], VaultError>> {
  const here = await vault.blobs.open(blob, key);
  const isElsewhere = !here.ok && here.error.type === 'FileNotHere';
  return isElsewhere ? openFromRelay(vault, sync, log, blob, key) : here;
}

async function openFromRelay(
  vault: OpenVault,
  sync: Sync,
  log: LogId,
  blob: BlobId,
  key: Bytes,
): Promise<Result<Bytes[], VaultError>> {
  const there = await blobAtRelay(vault.deps.relay, sync, log, blob);
  if (!there.ok) return there;
  if (!there.value) return err({ type: 'FileNotHere' });
  return vault.blobs.openWith(there.value.manifest, key, there.value.chunk);
}
