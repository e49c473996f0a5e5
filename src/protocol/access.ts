import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, OpHash } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';

/** What a log is for. It decides which kinds of op may stand in it [P21]. */
export const logSorts = { keyring: 1, record: 2, channel: 3 } as const;
export type LogSort = keyof typeof logSorts;

/** r: read · w: write updates · d: deposit · a: change access, attach, publish a window. */
export type Rights = {
  readonly read: boolean;
  readonly write: boolean;
  readonly deposit: boolean;
  readonly admin: boolean;
};

/** A member as an access op adds it. */
export type AddedMember = {
  readonly signingPublicKey: Bytes;
  /** H(X-Wing public key); the key itself stands in the sealed part. */
  readonly kemPublicKeyHash: Bytes;
  readonly rights: Rights;
  /** After this instant the relay refuses the member; undefined: no end. */
  readonly notAfter: Instant | undefined;
  /** Bytes and ops a day the relay accepts from the member; undefined: the relay's default. */
  readonly quota: { readonly opsPerDay: number; readonly bytesPerDay: number } | undefined;
  /** The author whose place this member takes (a device's new key). */
  readonly replaces: AuthorId | undefined;
};

/** A turn of the epoch: commitment to the new key and its wraps, by author. */
export type EpochTurn = {
  /** HL("epoch", prevAccess, epoch, K): who unwraps checks it got the same key as everybody. */
  readonly commitment: Bytes;
  readonly wraps: readonly { readonly author: AuthorId; readonly wrap: Bytes }[];
};

/** The public part of an access op. */
export type AccessChange = {
  /** The previous access op; in a genesis 32 random bytes. */
  readonly prevAccess: OpHash;
  readonly genesis:
    | {
        readonly sort: LogSort;
        readonly ownerPublicKey: Bytes;
        /** Zeros but in a keyring. */
        readonly ownerKemPublicKeyHash: Bytes;
      }
    | undefined;
  /** Owner only: the access op after which everything is void. */
  readonly voidAfter: OpHash | undefined;
  readonly added: readonly AddedMember[];
  readonly removed: readonly AuthorId[];
  readonly turn: EpochTurn | undefined;
};

/** The sealed part of an access op: what the relay must not read. */
export type AccessNotes = {
  readonly reason: string;
  readonly members: readonly {
    readonly author: AuthorId;
    readonly name: string;
    readonly kemPublicKey: Bytes;
    /** F of the bundle it came with; undefined for a key made on the spot. */
    readonly fingerprint: Bytes | undefined;
  }[];
};
