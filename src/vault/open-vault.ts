import type { Bytes } from '#base/bytes.ts';
import type { Batch } from './batch.ts';
import type { Bell } from './bell.ts';
import type { Docs } from './docs.ts';
import type { BlobShelf } from './blob-shelf.ts';
import type { LogBook } from './log-book.ts';
import type { Notes } from './notes.ts';
import type { VaultDeps } from './ports.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Turns } from './turns.ts';
import type { Views } from './views.ts';
import type { Result } from '#base/result.ts';
import type { VaultError } from './errors.ts';
import type { LogId } from '#base/ids.ts';

/** An unlocked vault: what every use-case works on. Gone, keys wiped, when it locks. */
export type OpenVault = {
  readonly deps: VaultDeps;
  readonly lsk: Bytes;
  readonly bell: Bell;
  readonly turns: Turns;
  readonly rows: SealedRows;
  readonly logs: LogBook;
  readonly docs: Docs;
  readonly views: Views;
  readonly blobs: BlobShelf;
  readonly notes: Notes;
  readonly keyring: LogId;
  /**
   * Commits what a use-case gathered, then wakes the sync. `Locked` once the vault is closed.
   * `relaxed` is for what may be lost in a power cut, since the relay says it again.
   */
  commit(batch: Batch, durability?: 'strict' | 'relaxed'): Promise<Result<void, VaultError>>;
  /** Nothing is written any more: the storage key is about to be wiped, or is not the key any more. */
  close(): void;
};
