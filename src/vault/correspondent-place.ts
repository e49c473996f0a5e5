import type { OpHash, WriterId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { OutboundOp } from '#protocol/client-events.ts';
import type { Refusal } from '#protocol/messages.ts';
import type { Kept } from './follower.ts';
import type { Random } from '#crypto/random.ts';
import { authorIdOf, type MemberKeys } from '#crypto/keys.ts';
import type { LogState } from '#protocol/log-state.ts';
import { headOf } from '#protocol/log-rules.ts';
import { sealOp } from '#protocol/op-codec.ts';
import type { Op, OpKind, SeenHead } from '#protocol/op.ts';
import type { Bytes } from '#base/bytes.ts';

/** Where a correspondent stands in a channel that is read to its end. */
export type CorrespondentPlace = {
  readonly log: LogState;
  readonly member: MemberKeys;
  /** Of the current epoch. */
  readonly logKey: Bytes;
  readonly seen: SeenHead;
};

export type OpParts = {
  readonly kind: OpKind;
  readonly publicPart: Bytes;
  readonly payload: Bytes;
};

/** Seals ops one after the other, from the end of this writer's chain. */
export function sealInOrder(
  random: Random,
  { log, member, logKey, seen }: CorrespondentPlace,
  writer: WriterId,
  parts: readonly OpParts[],
): Op[] {
  const author = authorIdOf(member.signing.publicKey);
  let { seq, hash } = headOf(log, { author, writer });
  return parts.map(({ kind, publicPart, payload }) => {
    const { logId, epoch } = log;
    const header = { kind, logId, epoch, author, writer, seq: seq + 1, prevHash: hash };
    const secretKey = member.signing.secretKey;
    const op = sealOp({ random }, header, publicPart, seen, payload, logKey, secretKey);
    ({ seq, hash } = op);
    return op;
  });
}

/** What this person has to send in the channel. */
export type OutgoingOps = {
  readonly unsent: () => readonly OutboundOp[];
  readonly accepted: (op: Op) => Promise<Kept>;
  readonly refused: (hash: OpHash, reason: Refusal) => Promise<void>;
  /** The channel is read to its end: what waits may be sealed. */
  readonly caughtUp: () => void;
};

/** What a channel where one is the correspondent asks of its vault. */
export type ChannelHooks = {
  readonly clock: { readonly now: () => Instant };
  readonly changed: () => void;
  /** The key of the relay, hex; undefined before its first word. */
  readonly relayKey: () => string | undefined;
  /** The window was read for the first time, or for the first time at this relay. */
  readonly opened: () => Promise<void>;
  /** The holder closed the window. */
  readonly ended: () => Promise<void>;
  /** The relay showed the holder's device another history than this one. */
  readonly forked: () => void;
  readonly outgoing: OutgoingOps;
};
