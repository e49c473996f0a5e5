import type { AuthorId, BlobId, OpHash } from '#base/ids.ts';
import type { LastSnapshot } from '#protocol/log-state.ts';
import type { ChainHead, ChainKey } from '#protocol/op.ts';

/** Where a doc of a snapshot lies, and what it said. */
export type SnapshotDocRow = {
  readonly docId: string;
  readonly blob: BlobId;
  /** Hex. */
  readonly fileKey: string;
  readonly digest: string;
};

/** A snapshot under way: what it is to hold, and whether its op was written. */
export type SnapshotNote = {
  readonly docs: readonly SnapshotDocRow[];
  /** Sealed for it by this device: no other snapshot holds them before it stands. */
  readonly made: readonly BlobId[];
  readonly sent: { readonly hash: OpHash; readonly before: SnapshotBefore } | null;
};

/** The snapshot that stood before, should the relay refuse the new one. */
type SnapshotBefore = {
  readonly hash: OpHash;
  readonly by: AuthorId;
  readonly heads: readonly (readonly [ChainKey, ChainHead])[];
} | null;

export const packSnapshot = (snapshot: LastSnapshot | undefined): SnapshotBefore =>
  snapshot ? { ...snapshot, heads: [...snapshot.heads] } : null;

export const unpackSnapshot = (before: SnapshotBefore): LastSnapshot | undefined =>
  before ? { ...before, heads: new Map(before.heads) } : undefined;
