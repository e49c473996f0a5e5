import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, BlobId, Incarnation, LogId, OpHash, WriterId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Rights } from './access.ts';
import type { ChainHead } from './op.ts';

/** The relay's signed word on where a log stands: SIGN(relay key, "head", logId ‖ inc ‖ relaySeq ‖ chain). */
export type SignedHead = {
  readonly inc: Incarnation;
  readonly relaySeq: number;
  readonly chain: OpHash;
  readonly signature: Bytes;
};

/** One place of a log: an op, or the stub of one that was deleted. */
export type LogItem =
  | { readonly type: 'op'; readonly relaySeq: number; readonly bytes: Bytes }
  | {
      readonly type: 'stub';
      readonly relaySeq: number;
      readonly author: AuthorId;
      readonly writer: WriterId;
      readonly seq: number;
      readonly hash: OpHash;
    };

/**
 * Why an op was not taken. `FORK`, `EPOCH`, `GAP`, `STALE` and `REMOVED` state the chain's head
 * as the relay holds it [P203]. `NOT_FOUND` stands for unknown, erased and forbidden alike;
 * `UNAVAILABLE` for a log that the relay can no longer read [P212].
 */
export const refusals = [
  'NOT_FOUND',
  'MALFORMED',
  'TOO_LARGE',
  'QUOTA',
  'FORK',
  'EPOCH',
  'GAP',
  'STALE',
  'MISSING',
  'REMOVED',
  'FORBIDDEN',
  'BAD_SIGNATURE',
  'UNSUPPORTED',
  'FULL',
  'BUSY',
  'UNAVAILABLE',
] as const;
export type Refusal = (typeof refusals)[number];

/** What one key fetched in one hour, by the relay's own account; both places are 0 for no op. */
export type Read = {
  readonly author: AuthorId;
  /** When the hour began. */
  readonly at: Instant;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly blobs: readonly BlobId[];
};

/** From a client to the relay. Each names its log; replies come in any order between logs. */
export type ClientMessage =
  | {
      readonly type: 'prove';
      readonly logId: LogId;
      readonly publicKey: Bytes;
      /** SIGN(member key, "auth", lp(origin dialled) ‖ challenge ‖ logId). */
      readonly signature: Bytes;
    }
  /**
   * Streams what stands after `after`, then follows live. Retired ops come as stubs, or, where
   * they are still there, `whole`.
   */
  | { readonly type: 'open'; readonly logId: LogId; readonly after: number; readonly whole?: true }
  | { readonly type: 'leave'; readonly logId: LogId }
  | { readonly type: 'append'; readonly op: Bytes }
  /** Lets the relay send this many more bytes of items on this connection. */
  | { readonly type: 'credit'; readonly bytes: number }
  /** A log enters the relay: begin, its ops in order, end. */
  | { readonly type: 'seedBegin'; readonly logId: LogId }
  | { readonly type: 'seedOp'; readonly logId: LogId; readonly op: Bytes }
  | { readonly type: 'seedEnd'; readonly logId: LogId }
  /** A token for the blobs of one log, over HTTP. */
  | { readonly type: 'blobToken'; readonly logId: LogId }
  | { readonly type: 'reads'; readonly logId: LogId }
  | { readonly type: 'ping'; readonly nonce: number };

/** From the relay to a client. */
export type RelayMessage =
  | {
      readonly type: 'welcome';
      readonly version: number;
      readonly challenge: Bytes;
      readonly relayPublicKey: Bytes;
      readonly now: Instant;
    }
  | {
      readonly type: 'proven';
      readonly logId: LogId;
      readonly rights: Rights;
      readonly head: SignedHead;
    }
  | { readonly type: 'absent'; readonly logId: LogId }
  /** The relay holds the log and cannot read it. */
  | { readonly type: 'unavailable'; readonly logId: LogId }
  /** `head` is the log's present head in a page of the past; live items bear none: a `caughtUp` follows. */
  | {
      readonly type: 'items';
      readonly logId: LogId;
      readonly items: readonly LogItem[];
      readonly head: SignedHead | undefined;
    }
  /** Everything up to `head` was sent; what follows is live. Said again when live items have come to rest. */
  | { readonly type: 'caughtUp'; readonly logId: LogId; readonly head: SignedHead }
  | {
      readonly type: 'ack';
      readonly logId: LogId;
      readonly author: AuthorId;
      readonly writer: WriterId;
      readonly seq: number;
      readonly hash: OpHash;
      readonly relaySeq: number;
    }
  | {
      readonly type: 'refused';
      readonly logId: LogId;
      readonly hash: OpHash;
      readonly reason: Refusal;
      /** What the relay holds of that chain; seq 0 and zeros when nothing. */
      readonly held: ChainHead;
    }
  | {
      readonly type: 'seeded';
      readonly logId: LogId;
      readonly head: SignedHead;
      readonly missingBlobs: readonly BlobId[];
    }
  | { readonly type: 'seedRefused'; readonly logId: LogId; readonly reason: Refusal }
  | {
      readonly type: 'blobToken';
      readonly logId: LogId;
      readonly token: string;
      readonly expires: Instant;
    }
  | { readonly type: 'erased'; readonly logId: LogId }
  | { readonly type: 'reads'; readonly logId: LogId; readonly reads: readonly Read[] }
  | { readonly type: 'error'; readonly reason: Refusal }
  | { readonly type: 'pong'; readonly nonce: number };
