import type { Bytes } from '#base/bytes.ts';
import type { BlobId, EntryId, OpHash } from '#base/ids.ts';

/** The version that this app writes in every sealed payload; a reader supports all earlier ones. */
export const PAYLOAD_VERSION = 1;

/** A Yjs update (V1) of one doc. `clientId` is the only client the update may hold structs of. */
export type UpdatePayload = {
  readonly docId: string;
  /** Unsigned 32 bits, drawn by the session that wrote, never stored. */
  readonly clientId: number;
  readonly update: Bytes;
};

/** Public part of a window op. */
export type WindowChange = {
  /** The window op it follows (compare-and-swap); zeros for the first. */
  readonly prevWindow: OpHash;
  /** Full: the whole window, with the blob ids it keeps; every earlier window op is deleted. */
  readonly full: { readonly keptBlobs: readonly BlobId[] } | undefined;
};

/** Sealed part of a window op. */
export type WindowPayload = {
  /** Number of the window's state: 1, 2, 3… */
  readonly rev: number;
  /** JSON of what is said of the window itself: title, holder's shown name, end. */
  readonly about: string;
  readonly puts: readonly { readonly id: EntryId; readonly json: string }[];
  readonly removed: readonly EntryId[];
};

/** Sealed part of a full window too large for an op: the blob holds a `WindowPayload`. */
export type WindowInBlob = {
  readonly inBlob: { readonly blob: BlobId; readonly fileKey: Bytes };
};

/** Public part of attach and detach. */
export type BlobChange = { readonly blobs: readonly BlobId[] };

/** Sealed part of a deposit: a statement of `statement.ts`, as bytes. */
export type DepositPayload = { readonly statement: Bytes };
