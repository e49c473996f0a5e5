import type { AuthorId, BlobId, LogId, OpHash } from '#base/ids.ts';
import type { AddedMember, LogSort } from './access.ts';
import type { ChainHead, ChainKey } from './op.ts';

/** The last snapshot of a log: what it covers may be deleted. */
export type LastSnapshot = {
  readonly hash: OpHash;
  readonly by: AuthorId;
  readonly heads: ReadonlyMap<ChainKey, ChainHead>;
};

/** A member as it stands after an access op. */
export type Member = AddedMember & {
  readonly author: AuthorId;
  /** The access op that added it. */
  readonly addedBy: OpHash;
};

/** A blob that an attach op named, and which side of a channel named it. */
export type Attachment = { readonly by: AuthorId; readonly deposited: boolean };

/** Access as it stood after one access op: what the owner may return to. */
export type AccessPoint = {
  readonly hash: OpHash;
  readonly members: ReadonlyMap<AuthorId, Member>;
  readonly removed: ReadonlyMap<AuthorId, AuthorId | undefined>;
};

/**
 * What the rules know of a log after the ops read so far. Owned and changed by `applyOp`
 * alone; everybody else reads.
 */
export type LogState = {
  readonly logId: LogId;
  readonly sort: LogSort;
  /** The owner reads and admins without being listed. */
  readonly owner: AuthorId;
  readonly ownerPublicKey: Uint8Array;
  /** H(X-Wing public key); zeros but in a keyring. */
  readonly ownerKemPublicKeyHash: Uint8Array;
  accessHead: OpHash;
  /** The epoch that ops must name now, and the highest ever used, void ones included. */
  epoch: number;
  highestEpoch: number;
  members: Map<AuthorId, Member>;
  /** Authors removed, and who took their place. */
  removed: Map<AuthorId, AuthorId | undefined>;
  /** Authors whose adding was made void: nothing they wrote counts. */
  voided: Set<AuthorId>;
  /** After the genesis and each access op that is not void, oldest first. */
  trail: AccessPoint[];
  chains: Map<ChainKey, ChainHead>;
  windowHead: OpHash;
  /**
   * Ops that are not there: met as stubs, or left out before an access op. Only a full window, or
   * a snapshot, that comes later explains them.
   */
  stubs: Set<OpHash>;
  snapshot: LastSnapshot | undefined;
  attached: Map<BlobId, Attachment>;
  erased: boolean;
};

/** A state that can be tried upon: `applyOp` on it leaves the original as it is. */
export const copyLogState = (state: LogState): LogState => ({
  ...state,
  members: new Map(state.members),
  removed: new Map(state.removed),
  voided: new Set(state.voided),
  trail: [...state.trail],
  chains: new Map(state.chains),
  stubs: new Set(state.stubs),
  attached: new Map(state.attached),
});
