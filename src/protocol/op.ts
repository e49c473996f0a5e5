import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, Incarnation, LogId, OpHash, WriterId } from '#base/ids.ts';

/** The one suite of this version; a log's minimum suite only rises. */
export const SUITE = 1;

/** Op kinds and the byte that stands for each in the header [P12]. */
export const opKinds = {
  access: 1,
  update: 2,
  window: 3,
  deposit: 4,
  attach: 5,
  detach: 6,
  snapshot: 7,
  erase: 8,
} as const;
export type OpKind = keyof typeof opKinds;

/** What stands before the public part, in this order. */
export type OpHeader = {
  readonly kind: OpKind;
  readonly logId: LogId;
  /** Which key seals the op. An access op that turns the epoch names the one it makes. */
  readonly epoch: number;
  readonly author: AuthorId;
  readonly writer: WriterId;
  /** 1, 2, 3… per (author, writer) [P13]. */
  readonly seq: number;
  /** Hash of the chain's op at `seq - 1`; zeros at 1. */
  readonly prevHash: OpHash;
};

/** A parsed op: structure checked, nothing verified. `bytes` are exactly those received. */
export type Op = OpHeader & {
  readonly publicPart: Bytes;
  readonly sealedPart: Bytes;
  readonly signature: Bytes;
  readonly bytes: Bytes;
  readonly hash: OpHash;
};

/** The relay's head that the author of an op had seen; zeros before any relay. */
export type SeenHead = {
  readonly inc: Incarnation;
  readonly relaySeq: number;
  readonly relayChain: OpHash;
};

/** One hash-chained run of ops: (author, writer). */
export type ChainKey = `${AuthorId}/${WriterId}`;
export const chainKeyOf = (op: Pick<OpHeader, 'author' | 'writer'>): ChainKey =>
  `${op.author}/${op.writer}`;
export const authorOfChain = (chain: ChainKey): AuthorId => chain.split('/')[0] as AuthorId;
export type ChainHead = { readonly seq: number; readonly hash: OpHash };
