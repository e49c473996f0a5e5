import { concat, toHex, type Bytes } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import {
  ZERO_HASH,
  type AuthorId,
  type EntryId,
  type LogId,
  type OpHash,
  type WriterId,
} from '#base/ids.ts';
import { authorIdOf, decodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import type { Random } from '#crypto/random.ts';
import type { LogSort } from '#protocol/access.ts';
import { START, type Cursor } from '#protocol/relay-cursor.ts';
import type { LogState } from '#protocol/log-state.ts';
import { sealOp } from '#protocol/op-codec.ts';
import { SIGNING_SEED_BYTES, signingKeyPairFromSeed } from '#crypto/sign.ts';
import { hexBytes } from './hex-bytes.ts';
import { NO_CONTENT, type LogContent } from './log-upkeep.ts';
import { chainKeyOf, type ChainHead, type Op, type OpKind } from '#protocol/op.ts';

/** What the device keeps of a log beside its ops: who it is there, and the keys. */
export type LogRow = {
  readonly logId: LogId;
  readonly sort: LogSort;
  /** The record that an outgoing channel shows; undefined for other logs. */
  readonly record: LogId | undefined;
  /** Two seeds, 64 bytes, hex. */
  readonly memberSeeds: string;
  /** Epoch number → log key, hex. */
  readonly epochKeys: Readonly<Record<string, string>>;
  readonly writer: WriterId;
  /** An access op of this device that the relay has not taken, and what it changed here. */
  readonly pendingAccess?: PendingAccess | undefined;
};

/** What stood before an access op, should another one be first. */
type PendingAccess = {
  readonly hash: OpHash;
  readonly epoch: number;
  readonly memberSeeds: string;
};

/** A log as the open vault works with it. Changed only by committed batches. */
export class OpenLog {
  readonly state: LogState;
  #row: LogRow;
  #member: MemberKeys;
  #author: AuthorId;
  own: ChainHead;
  cursor: Cursor;
  content: LogContent = NO_CONTENT;
  /** The relay's chain at the places passed since the vault was opened. */
  readonly chains = new Map<number, OpHash>();

  constructor(row: LogRow, state: LogState, own: ChainHead, cursor: Cursor = START) {
    this.#row = row;
    this.state = state;
    this.#member = memberKeysOf(row.memberSeeds);
    this.#author = authorIdOf(this.#member.signing.publicKey);
    this.own = own;
    this.cursor = cursor;
  }

  get row(): LogRow {
    return this.#row;
  }

  set row(row: LogRow) {
    if (row.memberSeeds !== this.#row.memberSeeds) {
      this.#member = memberKeysOf(row.memberSeeds);
      this.#author = authorIdOf(this.#member.signing.publicKey);
    }
    this.#row = row;
  }

  /** The key pair that this device signs with; another one once a device was removed. */
  get member(): MemberKeys {
    return this.#member;
  }

  get author(): AuthorId {
    return this.#author;
  }

  get logId(): LogId {
    return this.row.logId;
  }

  keyOf(epoch: number): Bytes | undefined {
    const key = this.row.epochKeys[String(epoch)];
    return key === undefined ? undefined : hexBytes(key);
  }

  /** Seals the next op of this device's chain. Nothing changes until `wrote`. */
  seal(random: Random, kind: OpKind, publicPart: Bytes, payload: Bytes, after = this.own): Op {
    const key = mustGet(this.keyOf(this.state.epoch), 'the key of the current epoch');
    const header = {
      kind,
      logId: this.logId,
      epoch: this.state.epoch,
      author: this.author,
      writer: this.row.writer,
      seq: after.seq + 1,
      prevHash: after.hash,
    };
    return sealOp(
      { random },
      header,
      publicPart,
      this.cursor,
      payload,
      key,
      this.member.signing.secretKey,
    );
  }

  isOwn(op: Op): boolean {
    if (op.writer !== this.row.writer) return false;
    if (op.author === this.author) return true;
    const before = this.row.pendingAccess?.memberSeeds;
    return before !== undefined && op.author === authorOfSeeds(before);
  }

  /** This device's chain, as the log's rules see it. */
  get ownChain(): ReturnType<typeof chainKeyOf> {
    return chainKeyOf({ author: this.author, writer: this.row.writer });
  }
}

/** An op that the relay has not acknowledged, and what a person would miss if it were lost. */
export type Unsent = {
  readonly order: number;
  readonly logId: LogId;
  readonly hash: OpHash;
  /** The entries it writes; empty for what is not an entry. */
  readonly entries: readonly EntryId[];
  /** It keeps the log in order, and nobody waits for it. */
  readonly isUpkeep: boolean;
};

/** What an append says beside the op itself. */
export type OpDraft = {
  readonly kind: OpKind;
  readonly publicPart: Bytes;
  readonly payload: Bytes;
  readonly entries?: readonly EntryId[];
  readonly isUpkeep?: boolean;
};

export const NO_OPS: ChainHead = { seq: 0, hash: ZERO_HASH };

export const opHead = (op: Op): ChainHead => ({ seq: op.seq, hash: op.hash });

/** 8 random bytes: a writer that no other installation, restore or import ever had. */
export const drawWriter = (random: Random): WriterId => toHex(random.bytes(8)) as WriterId;

/** Both seeds of a member, in hex, as rows and notes hold them. */
export function memberKeysOf(seeds: string): MemberKeys {
  const member = decodeMemberKeys(hexBytes(seeds));
  return mustGet(member.ok ? member.value : undefined, 'two seeds make member keys');
}

/** The author id of a member whose seeds are known. */
export const authorOfSeeds = (seeds: string): AuthorId =>
  authorIdOf(signingKeyPairFromSeed(hexBytes(seeds).subarray(0, SIGNING_SEED_BYTES)).publicKey);

export const EMPTY: Bytes = concat();
