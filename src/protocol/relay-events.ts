import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, BlobId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Rights } from './access.ts';
import type { LogItem, Read, Refusal, SignedHead } from './messages.ts';
import type { ChainHead, Op } from './op.ts';

/** The member keys that a connection has proven, by log. */
export type ProvenKeys = ReadonlyMap<LogId, ReadonlySet<AuthorId>>;

/** What one connection follows in one log. */
export type Follow = {
  /** Retired ops are sent with their bytes while they are there, not as stubs [P56]. */
  readonly isWhole: boolean;
  /** The last place sent, or told by an ack. */
  cursor: number;
  /** The last place known to stand in the log. */
  seenHead: number;
  /** Live: what is committed is sent at once. Otherwise pages are read from storage. */
  isLive: boolean;
  isReading: boolean;
  /** Places were sent since a signed head was told. */
  owesHead: boolean;
  /** Items went out since the last tick. */
  isBusy: boolean;
  /** First place sent and not yet entered in the account of reads; 0: none. */
  readFrom: number;
};

/** One connection at the relay. Owned and changed by `step` alone. */
export type RelaySession = {
  readonly challenge: Bytes;
  /** The relay's own origin, as this client dialled it. */
  readonly origin: string;
  readonly proven: Map<LogId, Set<AuthorId>>;
  provenCount: number;
  readonly follows: Map<LogId, Follow>;
  readonly seeding: Set<LogId>;
  /** Bytes of items that the relay may still send. */
  credit: number;
  /** Bytes of ops taken from the client and not yet answered. */
  unansweredBytes: number;
  isPaused: boolean;
  /** The client's socket does not drain: nothing more is queued for it. */
  isCongested: boolean;
  isClosed: boolean;
};

export type AppendOutcome =
  | { readonly type: 'accepted'; readonly relaySeq: number }
  | { readonly type: 'refused'; readonly reason: Refusal; readonly held: ChainHead };

/** Ops just committed in one log, in order, as every follower hears of them. */
export type LiveItems = {
  readonly logId: LogId;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** One `items` frame for all who get everything; encoded at the first call. */
  readonly frame: () => Bytes;
  /** Undefined when nothing here was appended by this connection, else what others appended. */
  readonly fromOthers: readonly LogItem[] | undefined;
};

export type RelayEvent =
  | { readonly type: 'connected'; readonly relayPublicKey: Bytes }
  | { readonly type: 'frame'; readonly frame: Bytes }
  /** Answers `lookUp`; undefined: the log is unknown, erased, or the key no member. */
  | {
      readonly type: 'found';
      readonly logId: LogId;
      readonly standing: { readonly rights: Rights; readonly head: SignedHead } | undefined;
    }
  /** Answers what was asked of a log that the relay can no longer read [P212]. */
  | { readonly type: 'unavailable'; readonly logId: LogId }
  /** Answers `read`: what stands after the place asked, and the head at that moment. */
  | {
      readonly type: 'page';
      readonly logId: LogId;
      readonly items: readonly LogItem[];
      readonly head: SignedHead;
    }
  /** Answers `read`, or says that the right to read has ended. */
  | { readonly type: 'lost'; readonly logId: LogId }
  | { readonly type: 'erased'; readonly logId: LogId }
  /** Answers `append`. */
  | { readonly type: 'answered'; readonly op: Op; readonly outcome: AppendOutcome }
  | { readonly type: 'live'; readonly items: LiveItems }
  /** Answers `headOf`. */
  | { readonly type: 'head'; readonly logId: LogId; readonly head: SignedHead }
  /** Bytes of `seedOp` that are dealt with. */
  | { readonly type: 'seedTaken'; readonly bytes: number }
  | {
      readonly type: 'seeded';
      readonly logId: LogId;
      readonly head: SignedHead;
      readonly missingBlobs: readonly BlobId[];
    }
  | { readonly type: 'seedRefused'; readonly logId: LogId; readonly reason: Refusal }
  | {
      readonly type: 'token';
      readonly logId: LogId;
      readonly token: string;
      readonly expires: Instant;
    }
  | {
      readonly type: 'readsTold';
      readonly logId: LogId;
      readonly reads: readonly Read[];
    }
  | { readonly type: 'congested' }
  | { readonly type: 'drained' }
  /** About once a second. */
  | { readonly type: 'tick' }
  | { readonly type: 'disconnected' };

export type RelayEffect =
  | { readonly type: 'send'; readonly frame: Bytes }
  | { readonly type: 'close'; readonly reason: Refusal }
  /** Stop, or go on, reading from the socket. */
  | { readonly type: 'pauseReading' }
  | { readonly type: 'resumeReading' }
  | { readonly type: 'lookUp'; readonly logId: LogId; readonly author: AuthorId }
  | {
      readonly type: 'read';
      readonly logId: LogId;
      readonly authors: ReadonlySet<AuthorId>;
      readonly after: number;
      readonly isWhole: boolean;
    }
  | { readonly type: 'follow'; readonly logId: LogId; readonly authors: ReadonlySet<AuthorId> }
  | { readonly type: 'unfollow'; readonly logId: LogId }
  | { readonly type: 'append'; readonly op: Op; readonly proven: ProvenKeys }
  | {
      readonly type: 'seedBegin';
      readonly logId: LogId;
      readonly authors: ReadonlySet<AuthorId>;
    }
  | { readonly type: 'seedOp'; readonly logId: LogId; readonly bytes: Bytes }
  | { readonly type: 'seedEnd'; readonly logId: LogId }
  | { readonly type: 'seedDrop'; readonly logId: LogId }
  | { readonly type: 'giveToken'; readonly logId: LogId; readonly authors: ReadonlySet<AuthorId> }
  | { readonly type: 'tellReads'; readonly logId: LogId; readonly authors: ReadonlySet<AuthorId> }
  | { readonly type: 'headOf'; readonly logId: LogId }
  /** For the account of reads: these places were sent. */
  | {
      readonly type: 'noteRead';
      readonly logId: LogId;
      readonly authors: ReadonlySet<AuthorId>;
      readonly fromSeq: number;
      readonly toSeq: number;
    };
