import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, BlobId, OpHash, WriterId } from '#base/ids.ts';

/** The last op of one chain that a snapshot covers; those before it are covered too. */
export type SnapshotHead = {
  readonly author: AuthorId;
  readonly writer: WriterId;
  readonly seq: number;
  readonly hash: OpHash;
};

/** Public part of a snapshot: what it covers, and the whole set of attached blobs. */
export type SnapshotChange = {
  readonly heads: readonly SnapshotHead[];
  readonly attached: readonly { readonly blob: BlobId; readonly by: AuthorId }[];
};

/** Sealed part of a snapshot: where the state of each doc is, and the key of its blob. */
export type SnapshotPayload = {
  readonly docs: readonly {
    readonly docId: string;
    readonly blob: BlobId;
    readonly fileKey: Bytes;
  }[];
};

/** What the blob of a doc holds, before it is compressed. */
export type SnapshotDoc = {
  /** Every Yjs client of the doc, and the chain that wrote under it. */
  readonly clients: readonly {
    readonly clientId: number;
    readonly author: AuthorId;
    readonly writer: WriterId;
  }[];
  /** Yjs state, V2. */
  readonly state: Bytes;
};
