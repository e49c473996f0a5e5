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
  membersPerLog: 64,
  blobsPerOp: 256,
  windowEntriesPerOp: 4096,
  docIdBytes: 128,
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
