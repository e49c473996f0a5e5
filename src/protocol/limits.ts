import { DAY_MS, MINUTE_MS } from '#base/time.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bounds that relay and clients both enforce; SPEC.md states each. Sizes in bytes. */
export const limits = {
  opBytes: 512 * KIB,
  accessOpBytes: 64 * KIB,
  blobBytes: 2 * 1024 * MIB,
  mailboxSlotBytes: 16 * KIB,
  linkBundleBytes: 10 * MIB,
  writersPerMember: 64,
  /** Members that stand: a turn of the epoch has a wrap for each and fits in an access op [P23]. */
  membersPerLog: 32,
  blobsPerOp: 256,
  /** That a full window names; the op's own size bounds it too. */
  keptBlobs: 8192,
  /** Chains that a snapshot names, docs it holds, Yjs clients of one of them. */
  snapshotHeads: 4096,
  snapshotDocs: 2048,
  snapshotClients: 65_536,
  /** The state of one doc, inflated; its blob is no larger either. */
  snapshotDocBytes: 64 * MIB,
  windowAboutBytes: 16 * KIB,
  windowEntriesPerOp: 4096,
  /** Of a full window that travels in a blob. */
  windowEntriesPerBlob: 65_536,
  docIdBytes: 128,
  /** Names, reasons and titles that an access op or a grant seals. */
  nameBytes: 256,
  originBytes: 256,
  bundleBytes: 8 * KIB,
  displayNameBytes: 1 * KIB,
  attestationsPerBundle: 8,
  statementBytes: 256 * KIB,
  /** What deposits say, in UTF-16 units. */
  depositTitleLength: 300,
  depositRemarkLength: 2_000,
  depositNoteLength: 20_000,
  depositFileNameLength: 255,
  receiptItems: 64,
  /** Frames of the socket: an op with room for its envelope. */
  frameBytes: 1 * MIB,
  /** A page of ops served at once. */
  pageBytes: 256 * KIB,
  pageOps: 512,
  /** What may be in flight unacknowledged, each way. */
  creditBytes: 4 * MIB,
  depositsPerDay: 200,
  depositBytesPerDay: 50 * MIB,
  blobTokenMs: 10 * MINUTE_MS,
  mailboxMs: 7 * DAY_MS,
  mailboxNewDeviceMs: 15 * MINUTE_MS,
} as const;
