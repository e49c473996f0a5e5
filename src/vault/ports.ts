import type { Bytes } from '#base/bytes.ts';
import type { BlobId, LogId, MailboxId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Random } from '#crypto/random.ts';

/** Everything the vault needs from outside. Composition roots make it; tests make another. */
export type VaultDeps = {
  readonly store: Store;
  readonly files: BlobFiles;
  readonly connect: Connect;
  readonly relay: RelayHttp;
  readonly random: Random;
  readonly clock: { readonly now: () => Instant };
  readonly timers: Timers;
  /** The origin that serves the app and its relay, e.g. `https://carnet.example`. */
  readonly origin: string;
  /** The device's time zone, IANA: which day is today. */
  readonly zone: string;
  /** Ops since the last snapshot of a log after which another is taken; 1,000 unless told. */
  readonly opsBeforeSnapshot?: number;
};

/** The device's own tables. Values are ops, or sealed under LSK; keys say nothing of content. */
export const tables = [
  /** Format version, key slots, LSK while unprotected. */
  'slots',
  /** A few rows a log: keys, state of its rules, own chain, cursor (sealed). */
  'logs',
  /** Ops as received or written: `${logId}/${local order, 12 digits}`. */
  'ops',
  /** Where the relay holds an op: `${logId}/${relaySeq, 12 digits}` → its local order. */
  'places',
  /** Ops not yet acknowledged, in sending order: `${order, 12 digits}` (sealed notes on each). */
  'outbox',
  /** Doc states (sealed). */
  'docs',
  /** Sealed views: pages of plain entries. */
  'views',
  /** What is known of each blob: size, held chunks, uploads (sealed). */
  'blobs',
  /** Ops set aside, kept, never applied. */
  'setAside',
  /** Pairings, channels' published state and everything else of the vault's own (sealed). */
  'notes',
] as const;
export type Table = (typeof tables)[number];

export type Row = { readonly key: string; readonly value: Bytes };

export type Write =
  | { readonly table: Table; readonly key: string; readonly value: Bytes }
  | { readonly table: Table; readonly key: string; readonly delete: true };

export type StoreError =
  | { readonly type: 'DeviceFull' }
  | { readonly type: 'StorageRefused' }
  | { readonly type: 'StorageDamaged' }
  | { readonly type: 'NewerData' };

/** A durable, ordered key-value store in tables. Keys sort as UTF-16 code units. */
export type Store = {
  get(table: Table, key: string): Promise<Result<Bytes | undefined, StoreError>>;
  /** Rows with `from` ≤ key < `to`, in key order (reversed when asked). */
  range(
    table: Table,
    range: {
      readonly from: string;
      readonly to: string;
      readonly limit?: number;
      readonly reverse?: boolean;
    },
  ): Promise<Result<readonly Row[], StoreError>>;
  /**
   * All writes in one transaction, or none. Resolves ok only when the transaction is complete;
   * `strict`: when it is on disk.
   */
  commit(
    writes: readonly Write[],
    durability: 'strict' | 'relaxed',
  ): Promise<Result<void, StoreError>>;
  close(): Promise<void>;
};

/**
 * Chunks of sealed files on the device, under a local random name, written before the entry
 * that names the file. A name that no row of `blobs` knows is swept at the next opening.
 */
export type BlobFiles = {
  writeChunk(name: string, index: number, chunk: Bytes): Promise<Result<void, StoreError>>;
  readChunk(name: string, index: number): Promise<Result<Bytes | undefined, StoreError>>;
  remove(name: string): Promise<Result<void, StoreError>>;
  names(): Promise<Result<readonly string[], StoreError>>;
};

/** One socket to the relay. `events` are called in order, never after `closed`. */
export type Connect = (
  url: string,
  events: {
    readonly opened: () => void;
    readonly received: (frame: Bytes) => void;
    readonly closed: () => void;
  },
) => Socket;
export type Socket = {
  send(frame: Bytes): void;
  close(): void;
};

export type RelayFailure =
  | { readonly type: 'RelayUnreachable' }
  /** An HTTP status the relay answers with, and its reason word. */
  | { readonly type: 'RelayRefused'; readonly status: number; readonly reason: string };

/** The relay's HTTP side: blobs and mailboxes. */
export type RelayHttp = {
  putMailboxSlot(
    mailbox: MailboxId,
    slot: 0 | 1 | 2,
    bytes: Bytes,
    token: string | undefined,
  ): Promise<Result<void, RelayFailure>>;
  /** Undefined: nothing there yet. `waitMs` > 0 lets the relay hold the answer until something is. */
  getMailboxSlot(
    mailbox: MailboxId,
    slot: 0 | 1 | 2,
    waitMs: number,
  ): Promise<Result<Bytes | undefined, RelayFailure>>;
  /** Public keys whose attestations the operator takes, base64url. */
  getAttesters(): Promise<Result<readonly string[], RelayFailure>>;
  /** What the relay's clock says, to the second. */
  getTime(): Promise<Result<Instant, RelayFailure>>;
  /** A recovery box, as a signed write (`protocol/recovery-write.ts`). */
  putRecoveryBox(locator: string, write: Bytes): Promise<Result<void, RelayFailure>>;
  /** Undefined: no box there, or none any more. */
  getRecoveryBox(locator: string): Promise<Result<Bytes | undefined, RelayFailure>>;
  /** Declares a blob: header and chunk hashes. Answers the indexes the relay lacks. */
  declareBlob(
    log: LogId,
    token: string,
    blob: BlobId,
    manifest: Bytes,
  ): Promise<Result<readonly number[], RelayFailure>>;
  putChunk(
    log: LogId,
    token: string,
    blob: BlobId,
    index: number,
    chunk: Bytes,
  ): Promise<Result<void, RelayFailure>>;
  getManifest(log: LogId, token: string, blob: BlobId): Promise<Result<Bytes, RelayFailure>>;
  getChunk(
    log: LogId,
    token: string,
    blob: BlobId,
    index: number,
  ): Promise<Result<Bytes, RelayFailure>>;
};

export type Timers = {
  /** Runs `act` once at or after `at`; the returned function cancels it. */
  at(at: Instant, act: () => void): () => void;
};
