import type { Bytes } from '#base/bytes.ts';
import type { BlobId, LogId, OpHash } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import type { ClientEffect, OutboundOp } from '#protocol/client-events.ts';
import type { LogItem, Refusal } from '#protocol/messages.ts';
import type { Cursor, Passed } from '#protocol/relay-cursor.ts';
import type { VaultError } from './errors.ts';

/** Whether what came is on disk; if not, it is read again. */
export type Kept = Result<unknown, VaultError>;

/** One log, as the sync carries it: a log of this device, or a channel where one is the correspondent. */
export type Follower = {
  readonly logId: LogId;
  memberToProve(): MemberKeys;
  readonly canSeed: boolean;
  readonly cursor: Cursor;
  unsent(): Promise<readonly OutboundOp[]>;
  seedOps(): Promise<readonly Bytes[]>;
  /** `passed`: places that the cursor went over since the last call, and the relay's chain there. */
  deliver(items: readonly LogItem[], cursor: Cursor, passed: readonly Passed[]): Promise<Kept>;
  accepted(
    ack: { readonly hash: OpHash; readonly relaySeq: number },
    cursor: Cursor,
    passed: readonly Passed[],
  ): Promise<Kept>;
  refused(refusal: {
    hash: OpHash;
    reason: Refusal;
    heldSeq: number;
    heldHash: OpHash;
  }): Promise<void>;
  /**
   * The relay does not serve the log to the member that was proven. Answers whether the next proof
   * is another's, which has not been tried.
   */
  tryNextMember(): Promise<boolean>;
  /** The relay does not know the log, or does not say. */
  absent(): Promise<void>;
  erased(): Promise<void>;
  /** The relay took the whole log; these attached files it does not have. */
  seeded(missingBlobs: readonly BlobId[]): Promise<void>;
  seedRefused(reason: Refusal): Promise<void>;
  relayReset(): Promise<Kept>;
  caughtUp(cursor: Cursor): Promise<Kept>;
};

/** What happens at once. Every other effect touches the vault, and waits for those before it. */
type EffectNow = Extract<
  ClientEffect,
  {
    type:
      | 'connect'
      | 'disconnect'
      | 'send'
      | 'prove'
      | 'wakeAt'
      | 'blobToken'
      | 'alarm'
      | 'reads'
      | 'strangeRelay'
      | 'unavailable';
  }
>;
export type EffectInTurn = Exclude<ClientEffect, EffectNow>;

/** Whether the relay has the log, and all of it. */
type Standing = Extract<ClientEffect, { type: 'absent' | 'seeded' | 'seedRefused' }>;

export function tellStanding(follower: Follower, effect: Standing): Promise<void> {
  switch (effect.type) {
    case 'absent':
      return follower.absent();
    case 'seeded':
      return follower.seeded(effect.missingBlobs);
    case 'seedRefused':
      return follower.seedRefused(effect.reason);
  }
}

/** The relay refuses the log because it holds it already, and cannot read it. */
export const isUnavailable = (effect: Standing): boolean =>
  effect.type === 'seedRefused' && effect.reason === 'UNAVAILABLE';
