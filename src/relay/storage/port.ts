import type { Bytes } from '#base/bytes.ts';
import type {
  AuthorId,
  BlobId,
  Incarnation,
  LogId,
  MailboxId,
  OpHash,
  WriterId,
} from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { OpKind } from '#protocol/op.ts';

/** One place of a log. `bytes` is undefined once the op is deleted: the stub remains. */
export type StoredOp = {
  readonly relaySeq: number;
  readonly kind: OpKind;
  readonly at: Instant;
  readonly author: AuthorId;
  readonly writer: WriterId;
  readonly seq: number;
  readonly hash: OpHash;
  /** The relay's chain, this op included. */
  readonly chain: OpHash;
  readonly bytes: Bytes | undefined;
  /** Retired: a snapshot covers it, and its bytes are deleted then. */
  readonly bytesUntil?: Instant | undefined;
};

/** What stands of a log without reading its ops; `lastSeq` 0 and no chain when it has none. */
export type StoredLog = {
  readonly inc: Incarnation;
  readonly isErased: boolean;
  readonly lastSeq: number;
  readonly chain: OpHash | undefined;
};

/** The last op of one (author, writer). */
export type StoredChain = {
  readonly author: AuthorId;
  readonly writer: WriterId;
  readonly seq: number;
  readonly hash: OpHash;
};

/** What one author was accepted since an instant, the files that it declared included. */
export type StoredUsage = {
  readonly author: AuthorId;
  readonly ops: number;
  readonly bytes: number;
};

/** One line an author. */
export function addUp(usages: Iterable<StoredUsage>): readonly StoredUsage[] {
  const sums = new Map<AuthorId, StoredUsage>();
  for (const { author, ops, bytes } of usages) {
    const known = sums.get(author) ?? { ops: 0, bytes: 0 };
    sums.set(author, { author, ops: known.ops + ops, bytes: known.bytes + bytes });
  }
  return [...sums.values()];
}

/** A blob that a log refers to, or that somebody is uploading for it. */
export type BlobReference = {
  readonly blob: BlobId;
  readonly log: LogId;
  /** Who declared it for this log; undefined when it came attached from elsewhere. */
  readonly uploader: AuthorId | undefined;
  readonly state: 'uploading' | 'attached' | 'detached';
  /** When the state began. */
  readonly since: Instant;
  /** The size that its uploader declared for this log, and when; kept whatever becomes of it. */
  readonly bytes?: number | undefined;
  readonly declaredAt?: Instant | undefined;
};

/** One line of the account of reads: a key, an hour, the places sent to it. */
export type StoredRead = {
  readonly log: LogId;
  readonly author: AuthorId;
  readonly at: Instant;
  readonly fromSeq: number;
  readonly toSeq: number;
};
export type StoredBlobRead = Pick<StoredRead, 'log' | 'author' | 'at'> & { readonly blob: BlobId };

export type MailboxSlot = {
  readonly mailbox: MailboxId;
  readonly slot: number;
  readonly bytes: Bytes;
  readonly expires: Instant;
};

export type Change =
  | { readonly type: 'create'; readonly log: LogId; readonly inc: Incarnation }
  | { readonly type: 'append'; readonly log: LogId; readonly op: StoredOp }
  /** Deletes the bytes of these places and leaves their stubs. */
  | { readonly type: 'strip'; readonly log: LogId; readonly relaySeqs: readonly number[] }
  /** The updates that stand before a place, and are not retired yet, are deleted at an instant. */
  | {
      readonly type: 'retire';
      readonly log: LogId;
      readonly before: number;
      readonly until: Instant;
    }
  /** Retired ops whose bytes are still there are to stay. */
  | { readonly type: 'bringBack'; readonly log: LogId }
  /** Deletes the bytes of retired ops whose time has come, and leaves their stubs. */
  | { readonly type: 'stripRetired'; readonly now: Instant }
  /** Deletes every op and every reference to a blob; the log's name stays, as a tombstone. */
  | { readonly type: 'erase'; readonly log: LogId }
  | { readonly type: 'setReference'; readonly reference: BlobReference }
  | { readonly type: 'dropReference'; readonly log: LogId; readonly blob: BlobId }
  /** Widens the line of that hour. */
  | { readonly type: 'noteRead'; readonly read: StoredRead }
  | { readonly type: 'noteBlobRead'; readonly read: StoredBlobRead }
  | { readonly type: 'putSlot'; readonly slot: MailboxSlot }
  /** Replaces the recovery box of a locator (hex). */
  | { readonly type: 'putBox'; readonly locator: string; readonly bytes: Bytes }
  /** Mailboxes that ended before this instant. */
  | { readonly type: 'dropMailboxes'; readonly before: Instant }
  /** Accounts of reads from before this instant. */
  | { readonly type: 'dropReads'; readonly before: Instant };

/**
 * Where a relay keeps its logs. One process writes; `commit` is never called again before it has
 * settled. An I/O error rejects: the process must end, since what is on disk is no longer known.
 */
export type Storage = {
  /** All changes, in order, in one transaction that is on disk when this resolves ok. */
  commit(changes: readonly Change[]): Promise<Result<void, 'Full'>>;

  findLog(log: LogId): Promise<StoredLog | undefined>;
  /** From `after` (exclusive), at most `maxOps` and about `maxBytes` (at least one op). */
  readOps(
    log: LogId,
    after: number,
    maxOps: number,
    maxBytes: number,
  ): Promise<readonly StoredOp[]>;
  /** Every op that is neither update nor deposit, in order. */
  readRuleOps(log: LogId): Promise<readonly StoredOp[]>;
  /** Whether retired ops wait to be deleted at this instant. */
  hasRetired(now: Instant): Promise<boolean>;
  readChains(log: LogId): Promise<readonly StoredChain[]>;
  /** Of every op, deleted ones too. */
  readHashes(log: LogId): Promise<ReadonlySet<OpHash>>;
  readUsage(log: LogId, since: Instant): Promise<readonly StoredUsage[]>;
  /** Bytes of the log's ops that are there, and of the files declared for it. */
  readSize(log: LogId): Promise<number>;
  /** The op that holds a slot of a chain. */
  findOp(
    log: LogId,
    author: AuthorId,
    writer: WriterId,
    seq: number,
  ): Promise<Pick<StoredOp, 'relaySeq' | 'hash'> | undefined>;

  findReferences(blob: BlobId): Promise<readonly BlobReference[]>;
  referencesOf(log: LogId): Promise<readonly BlobReference[]>;
  /** References in one of these states since before an instant. */
  staleReferences(
    state: BlobReference['state'],
    before: Instant,
  ): Promise<readonly BlobReference[]>;

  readsOf(log: LogId): Promise<{
    readonly ops: readonly StoredRead[];
    readonly blobs: readonly StoredBlobRead[];
  }>;
  readMailbox(mailbox: MailboxId): Promise<readonly MailboxSlot[]>;
  /** The last recovery box put under a locator (hex). */
  readBox(locator: string): Promise<Bytes | undefined>;
  close(): Promise<void>;
};
