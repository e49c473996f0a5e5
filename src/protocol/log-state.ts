import type { AuthorId, BlobId, LogId, OpHash } from '#base/ids.ts';
import type { AddedMember, LogSort } from './access.ts';
import type { ChainHead, ChainKey } from './op.ts';

/** A member as it stands after an access op. */
export type Member = AddedMember & {
  readonly author: AuthorId;
  /** The access op that added it. */
  readonly addedBy: OpHash;
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
  accessHead: OpHash;
  /** The epoch that ops must name now, and the highest ever used, void ones included. */
  epoch: number;
  highestEpoch: number;
  members: Map<AuthorId, Member>;
  /** Authors removed, and who took their place. */
  removed: Map<AuthorId, AuthorId | undefined>;
  chains: Map<ChainKey, ChainHead>;
  windowHead: OpHash;
  attached: Map<BlobId, AuthorId>;
  erased: boolean;
};
