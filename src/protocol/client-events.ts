import type { Bytes } from '#base/bytes.ts';
import type { BlobId, LogId, OpHash } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type {
  ClientMessage,
  LogItem,
  Read,
  Refusal,
  RelayMessage,
  SignedHead,
} from './messages.ts';
import type { Cursor, Passed } from './relay-cursor.ts';

/** An op that waits for the relay. `order` is the device's own, never sent. */
export type OutboundOp = { readonly order: number; readonly hash: OpHash; readonly bytes: Bytes };

type LogStage =
  /** No proof sent on this connection yet. */
  | 'idle'
  | 'proving'
  /** The relay does not know the log, or does not say. */
  | 'absent'
  | 'seeding'
  | 'catchingUp'
  | 'live';

export type FollowedLog = {
  readonly stage: LogStage;
  readonly cursor: Cursor;
  /** The last word of the relay on the log that was checked. */
  readonly head: SignedHead | undefined;
  /** May this device seed the log (a right `a`)? */
  readonly canSeed: boolean;
  /** Places told ahead of their turn: acks and live items may cross. */
  readonly ahead: ReadonlyMap<number, OpHash>;
  readonly waiting: readonly OutboundOp[];
  readonly inFlight: ReadonlyMap<OpHash, number>;
  readonly inFlightBytes: number;
  /** Ops refused since the last pause: neither they nor what follows them goes before the next. */
  readonly refused: ReadonlySet<OpHash>;
  /** Pauses in a row that brought nothing; each is longer than the one before. */
  readonly fruitless: number;
  /** After a refusal, or while the relay does not know the log: when to try again. */
  readonly pausedUntil: Instant | undefined;
};

export type ClientSession = {
  readonly link: 'down' | 'connecting' | 'up';
  readonly failures: number;
  readonly retryAt: Instant | undefined;
  readonly relayPublicKey: Bytes | undefined;
  readonly challenge: Bytes | undefined;
  /** When the relay last said anything on this connection, or when it began. */
  readonly heardAt: Instant | undefined;
  /** A ping went since then. */
  readonly isAsked: boolean;
  /** Received bytes not yet given back as credit. */
  readonly owedCredit: number;
  readonly logs: ReadonlyMap<LogId, FollowedLog>;
};

export type ClientEvent =
  | {
      readonly type: 'follow';
      readonly logId: LogId;
      readonly cursor: Cursor;
      readonly canSeed: boolean;
    }
  | { readonly type: 'unfollow'; readonly logId: LogId }
  | { readonly type: 'socketOpened' }
  | { readonly type: 'socketClosed' }
  | { readonly type: 'message'; readonly message: RelayMessage; readonly bytes: number }
  /** Everything of the log that the relay has not acknowledged, in order. */
  | { readonly type: 'outbox'; readonly logId: LogId; readonly ops: readonly OutboundOp[] }
  /** The vault asks for a try now (network is back, the person asks). */
  | { readonly type: 'retryNow' }
  /** The vault has another key to prove a log with, or was asked to look. */
  | { readonly type: 'proveAgain'; readonly logId: LogId }
  /** The person accepts that the relay has another key than the pinned one. */
  | { readonly type: 'trustRelay'; readonly publicKey: Bytes }
  | {
      readonly type: 'proof';
      readonly logId: LogId;
      readonly publicKey: Bytes;
      readonly signature: Bytes;
    }
  | { readonly type: 'seedMaterial'; readonly logId: LogId; readonly ops: readonly Bytes[] }
  | { readonly type: 'askBlobToken'; readonly logId: LogId }
  /** What the relay says each key has fetched; it tells whoever admins the log. */
  | { readonly type: 'askReads'; readonly logId: LogId }
  /** What was delivered could not be kept: the log is read again from `cursor`, after a pause. */
  | { readonly type: 'notKept'; readonly logId: LogId; readonly cursor: Cursor }
  | { readonly type: 'tick' };

export type Alarm = 'forked' | 'rolledBack' | 'wrongRelayKey';

export type ClientEffect =
  | { readonly type: 'connect' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'send'; readonly message: ClientMessage }
  /** Answer with `proof`. */
  | { readonly type: 'prove'; readonly logId: LogId; readonly challenge: Bytes }
  /** Answer with `seedMaterial`. */
  | { readonly type: 'seed'; readonly logId: LogId }
  /** Items to verify, apply and keep together with `cursor`, in one transaction. */
  | {
      readonly type: 'deliver';
      readonly logId: LogId;
      readonly items: readonly LogItem[];
      readonly cursor: Cursor;
      /** The places that the cursor went over since the last effect, in order. */
      readonly passed: readonly Passed[];
    }
  | {
      readonly type: 'accepted';
      readonly logId: LogId;
      readonly hash: OpHash;
      /** Where the relay holds it; the cursor may still lie before it. */
      readonly relaySeq: number;
      readonly cursor: Cursor;
      readonly passed: readonly Passed[];
    }
  | {
      readonly type: 'refused';
      readonly logId: LogId;
      readonly hash: OpHash;
      readonly reason: Refusal;
      readonly heldSeq: number;
      readonly heldHash: OpHash;
    }
  | {
      readonly type: 'seeded';
      readonly logId: LogId;
      /** Attached blobs that the relay does not have. */
      readonly missingBlobs: readonly BlobId[];
    }
  | { readonly type: 'seedRefused'; readonly logId: LogId; readonly reason: Refusal }
  | { readonly type: 'absent'; readonly logId: LogId }
  /** The relay holds the log and cannot read it: nothing comes of it before its operator has cured that. */
  | { readonly type: 'unavailable'; readonly logId: LogId }
  | { readonly type: 'erased'; readonly logId: LogId }
  /** The relay serves the log no more under the key that was proven. Answer with `proveAgain`. */
  | { readonly type: 'lost'; readonly logId: LogId }
  /** The relay began a new life of the log: what stands there starts from nothing. */
  | { readonly type: 'relayReset'; readonly logId: LogId }
  | { readonly type: 'caughtUp'; readonly logId: LogId; readonly cursor: Cursor }
  | { readonly type: 'relayKey'; readonly publicKey: Bytes; readonly now: Instant }
  | {
      readonly type: 'blobToken';
      readonly logId: LogId;
      readonly token: string;
      readonly expires: Instant;
    }
  | { readonly type: 'reads'; readonly logId: LogId; readonly reads: readonly Read[] }
  /** The relay shows another key than the pinned one: nothing is proven to it. */
  | { readonly type: 'strangeRelay'; readonly publicKey: Bytes }
  | { readonly type: 'alarm'; readonly logId: LogId; readonly alarm: Alarm }
  | { readonly type: 'wakeAt'; readonly at: Instant };

export type Stepped = { readonly state: ClientSession; readonly effects: readonly ClientEffect[] };
