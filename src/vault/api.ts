import type { Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Command, CommandResult } from './api-commands.ts';
import type { PasskeySlot, SlotKind } from './api-locks.ts';
import type { Query, QueryAnswer } from './api-queries.ts';
import type { VaultError } from './errors.ts';

export type * from './api-commands.ts';
export type * from './api-deposits.ts';
export type * from './api-deposit-queries.ts';
export type * from './api-locks.ts';
export type * from './api-queries.ts';

/**
 * The vault as screens see it, across the worker: few wide methods, plain data, `Result`s.
 * Nothing here ever carries a key of the record.
 */
export type VaultApi = {
  /** What stands on this device; the only thing answered while locked. */
  status(): Promise<VaultStatus>;
  /** Called again on each change of `status`. The returned function ends it. */
  watchStatus(next: (status: VaultStatus) => void): Promise<() => void>;
  unlock(passphrase: string): Promise<Result<void, VaultError>>;
  /** @param prf 32 bytes: what the passkey gave for the slot's salt */
  unlockWithPasskey(credentialId: string, prf: Bytes): Promise<Result<void, VaultError>>;
  /** Wipes every key from memory. Unprotected vaults (no slot) lock too, and open at a touch. */
  lock(): Promise<void>;
  run<C extends Command>(command: C): Promise<Result<CommandResult<C>, VaultError>>;
  /** Calls `next` with the answer now and after each change. The returned function ends it. */
  watch<Q extends Query>(
    query: Q,
    next: (answer: Result<QueryAnswer<Q>, VaultError>) => void,
  ): Promise<() => void>;
  /** Bytes of a file, opened for display; released with the returned Blob. */
  openFile(file: FileHandle): Promise<Result<OpenedFile, VaultError>>;
};

export type VaultStatus =
  /** Nothing on this device yet. */
  | { readonly state: 'empty' }
  /** `slots` empty: the vault opens without a secret ("cet appareil n'est pas protégé"). */
  | {
      readonly state: 'locked' | 'open';
      readonly slots: readonly SlotKind[];
      readonly passkeys: readonly PasskeySlot[];
    }
  /** Another tab holds the vault. */
  | { readonly state: 'elsewhere' }
  /** It can't be opened at all, and why. */
  | { readonly state: 'broken'; readonly error: VaultError };

/** An entry's file, wherever it comes from. */
export type FileHandle =
  | { readonly from: 'record'; readonly record: LogId; readonly entry: EntryId }
  | {
      readonly from: 'channel';
      readonly channel: LogId;
      readonly entry: EntryId;
      /** Only to draw it in small: no receipt of it is deposited. */
      readonly glance?: true;
    }
  /** Of a deposit that waits to be accepted. */
  | { readonly from: 'deposit'; readonly record: LogId; readonly entry: EntryId }
  /** Of what this person deposited. */
  | { readonly from: 'given'; readonly channel: LogId; readonly entry: EntryId };

export type OpenedFile = {
  readonly blob: Blob;
  readonly mediaType: string;
  readonly fileName: string;
};
