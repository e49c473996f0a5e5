import { mustGet } from '#base/assert.ts';
import { concat, utf8, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { idFromBytes, type AuthorId, type WriterId } from '#base/ids.ts';
import { hash } from '#crypto/hash.ts';
import { authorIdOf, createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import type { Random } from '#crypto/random.ts';
import type { LogSort, Rights } from '#protocol/access.ts';
import {
  accessChange,
  createLog,
  NO_RELAY_SEEN,
  type AccessPlan,
  type ChangedAccess,
  type NewMember,
} from '#protocol/genesis.ts';
import { applyOp, checkOp, headOf, startLog, type CheckAt } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import { sealOp } from '#protocol/op-codec.ts';
import type { Op, OpHeader, OpKind } from '#protocol/op.ts';
import { encodeBarePayload } from '#protocol/payload-codec.ts';
import { encodeSnapshotChange } from '#protocol/snapshot-codec.ts';
import type { SnapshotChange } from '#protocol/snapshots.ts';

/** Random bytes that are the same for the same seed. */
export function seededRandom(seed: string): Random {
  let counter = 0;
  return {
    bytes(length) {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
        hash(concat(utf8(seed), new Writer().u32(counter++).done())),
      );
      return concat(...blocks).slice(0, length);
    },
  };
}

/** `rights('rwa')`. */
export const rights = (letters: string): Rights => ({
  read: letters.includes('r'),
  write: letters.includes('w'),
  deposit: letters.includes('d'),
  admin: letters.includes('a'),
});

/** A key and one of its writers. */
export type Actor = {
  readonly keys: MemberKeys;
  readonly author: AuthorId;
  readonly writer: WriterId;
};

/** A log and everybody's secrets, as no single device would have them. */
export class LogBuilder {
  readonly random: Random;
  readonly owner: Actor;
  readonly genesis: Op;
  readonly ops: Op[];
  state: LogState;
  logKey: Bytes;
  readonly kemPublicKeys = new Map<AuthorId, Bytes>();

  private constructor(random: Random, owner: Actor, genesis: Op, logKey: Bytes) {
    const state = startLog(genesis);
    if (!state.ok) throw new Error(state.error);
    this.random = random;
    this.owner = owner;
    this.genesis = genesis;
    this.ops = [genesis];
    this.state = state.value;
    this.logKey = logKey;
  }

  static async create(
    sort: LogSort,
    members: readonly NewMember[] = [],
    random: Random = seededRandom('log builder'),
  ): Promise<LogBuilder> {
    const keys = createMemberKeys(random);
    const { op, logKey } = await createLog(
      { random },
      {
        sort,
        ownerSigningKey: keys.signing,
        ownerKemPublicKey: sort === 'keyring' ? keys.kemPublicKey : undefined,
        members,
      },
    );
    const owner = { keys, author: op.author, writer: op.writer };
    const log = new LogBuilder(random, owner, op, logKey);
    log.kemPublicKeys.set(owner.author, keys.kemPublicKey);
    for (const member of members) {
      log.kemPublicKeys.set(authorIdOf(member.signingPublicKey), member.kemPublicKey);
    }
    return log;
  }

  /** The next op of an actor, whatever the rules say of it. */
  write(
    actor: Actor,
    kind: OpKind,
    publicPart: Uint8Array = new Uint8Array(0),
    overrides: Partial<OpHeader> & { readonly payload?: Bytes } = {},
  ): Op {
    const held = headOf(this.state, actor);
    const { payload, ...header } = overrides;
    return sealOp(
      this,
      {
        kind,
        logId: this.state.logId,
        epoch: this.state.epoch,
        author: actor.author,
        writer: actor.writer,
        seq: held.seq + 1,
        prevHash: held.hash,
        ...header,
      },
      publicPart,
      NO_RELAY_SEEN,
      payload ?? encodeBarePayload(),
      this.logKey,
      actor.keys.signing.secretKey,
    );
  }

  /** The public part of a snapshot of everything that stands now, or of something else. */
  snapshotNow(more: Partial<SnapshotChange> = {}): Bytes {
    const heads = Array.from(this.state.chains, ([chain, head]) => {
      const [author, writer] = chain.split('/') as [AuthorId, WriterId];
      return { author, writer, ...head };
    });
    const attached = Array.from(this.state.attached, ([blob, { by }]) => ({ blob, by }));
    return encodeSnapshotChange({ heads, attached, ...more });
  }

  /** `New`, `Duplicate`, or the reason of the refusal. */
  answerTo(op: Op, at?: CheckAt): string {
    const checked = checkOp(this.state, op, at);
    return checked.ok ? checked.value : checked.error.reason;
  }

  /** Makes an op stand; throws when the rules refuse it. */
  take(op: Op): Op {
    const answer = this.answerTo(op);
    if (answer !== 'New') throw new Error(`refused: ${answer}`);
    applyOp(this.state, op);
    this.ops.push(op);
    return op;
  }

  /** An access op that stands; its members' X-Wing keys are remembered. */
  async change(actor: Actor, plan: Partial<AccessPlan>): Promise<Op> {
    const changed = await this.planned(actor, plan);
    const op = this.take(changed.op);
    this.logKey = changed.logKey;
    for (const member of plan.add ?? []) {
      this.kemPublicKeys.set(authorIdOf(member.signingPublicKey), member.kemPublicKey);
    }
    return op;
  }

  async planned(actor: Actor, plan: Partial<AccessPlan>): Promise<ChangedAccess> {
    const changed = await this.attempted(actor, plan);
    return mustGet(changed.ok ? changed.value : undefined, 'the change can be made');
  }

  /** What `accessChange` answers to a plan. */
  attempted(actor: Actor, plan: Partial<AccessPlan>): ReturnType<typeof accessChange> {
    const { kemPublicKeys, logKey } = this;
    return accessChange(this, this.state, {
      signing: actor.keys.signing,
      writer: actor.writer,
      seen: NO_RELAY_SEEN,
      logKey,
      kemPublicKeys,
      ...plan,
    });
  }
}

export function createActor(random: Random): Actor {
  const keys = createMemberKeys(random);
  return { keys, author: authorIdOf(keys.signing.publicKey), writer: newWriter(random) };
}

export const newWriter = (random: Random): WriterId => idFromBytes('WriterId', random.bytes(8));

export const memberOf = (
  actor: Actor,
  letters: string,
  more: Partial<NewMember> = {},
): NewMember => ({
  signingPublicKey: actor.keys.signing.publicKey,
  kemPublicKey: actor.keys.kemPublicKey,
  rights: rights(letters),
  name: letters,
  ...more,
});
