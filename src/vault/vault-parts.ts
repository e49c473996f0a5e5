import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Bell } from './bell.ts';
import { BlobShelf } from './blob-shelf.ts';
import { Docs } from './docs.ts';
import type { VaultError } from './errors.ts';
import { LogBook } from './log-book.ts';
import { Notes } from './notes.ts';
import type { OpenVault } from './open-vault.ts';
import type { VaultDeps } from './ports.ts';
import { SealedRows } from './sealed-rows.ts';
import { Turns } from './turns.ts';
import { Views } from './views.ts';

/** The parts of an open vault that stand before its keyring is known. */
export type VaultParts = Omit<OpenVault, 'keyring'>;

/** Reads what stands on the device under `lsk`: keys, outbox, notes; no content. */
export async function openParts(
  deps: VaultDeps,
  lsk: Bytes,
  bell: Bell,
): Promise<Result<VaultParts, VaultError>> {
  const sealed = await SealedRows.over(deps.store, deps.random, lsk);
  if (!sealed.ok) return sealed;
  const rows = sealed.value;
  const logs = new LogBook(rows, deps.store, deps.random);
  const notes = new Notes(rows);
  let isClosed = false;
  const loaded = await logs.load();
  if (!loaded.ok) return loaded;
  const read = await notes.load();
  if (!read.ok) return read;
  return ok({
    deps,
    lsk,
    bell,
    turns: new Turns(),
    rows,
    logs,
    docs: new Docs(rows, deps.store),
    views: new Views(rows),
    blobs: new BlobShelf(deps.store, deps.files, deps.random),
    notes,
    commit: (batch, durability) => {
      if (!isClosed) return batch.commit(deps.store, bell, durability);
      batch.giveUp();
      return Promise.resolve(err({ type: 'Locked' }));
    },
    close: () => {
      isClosed = true;
    },
  });
}
