import { mustGet } from '#base/assert.ts';
import { equal, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { err, ok, type Result } from '#base/result.ts';
import {
  idFromBytes,
  idToBytes,
  ZERO_HASH,
  ZERO_INCARNATION,
  type AuthorId,
  type LogId,
  type OpHash,
  type WriterId,
} from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { hash, hashLabelled } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal, isKemPublicKey } from '#crypto/hpke.ts';
import { authorIdOf, createLogKey } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import type { SigningKeyPair } from '#crypto/sign.ts';
import type { AccessChange, AddedMember, EpochTurn, LogSort, Rights } from './access.ts';
import { decodeAccessChange, encodeAccessChange, encodeAccessNotes } from './access-codec.ts';
import { accessOutcome, mustTurn, wrapAuthors } from './access-rules.ts';
import { headOf } from './log-rules.ts';
import type { LogState } from './log-state.ts';
import type { Refusal } from './messages.ts';
import { sealOp } from './op-codec.ts';
import type { Op, SeenHead } from './op.ts';

type Deps = { readonly random: Random };

/** What the head of an op says before any relay is known. */
export const NO_RELAY_SEEN: SeenHead = {
  inc: ZERO_INCARNATION,
  relaySeq: 0,
  relayChain: ZERO_HASH,
};

/** A member to add: public keys, and what the sealed notes say of it. */
export type NewMember = {
  readonly signingPublicKey: Bytes;
  readonly kemPublicKey: Bytes;
  readonly rights: Rights;
  readonly notAfter?: Instant | undefined;
  readonly quota?: AddedMember['quota'];
  readonly replaces?: AuthorId | undefined;
  readonly name: string;
  /** F of the bundle it came with. */
  readonly fingerprint?: Bytes | undefined;
};

export type NewLog = {
  readonly sort: LogSort;
  /** IK for a keyring, a fresh key for a record or a channel. */
  readonly ownerSigningKey: SigningKeyPair;
  /** IK's X-Wing key: in a keyring, and there only. */
  readonly ownerKemPublicKey?: Bytes | undefined;
  readonly members: readonly NewMember[];
  readonly reason?: string | undefined;
};

/** `logKey` is K[1], secret. */
export type CreatedLog = { readonly op: Op; readonly logId: LogId; readonly logKey: Bytes };

/** Draws the first key of a log, wraps it for each member and signs the genesis [P25] [P28]. */
export async function createLog(deps: Deps, plan: NewLog): Promise<CreatedLog> {
  const { sort, ownerSigningKey, ownerKemPublicKey, members } = plan;
  const logKey = createLogKey(deps.random);
  const owner = authorIdOf(ownerSigningKey.publicKey);
  const prevAccess = idFromBytes('OpHash', deps.random.bytes(32));
  const kemKeys = new Map(members.map((m) => [authorIdOf(m.signingPublicKey), m.kemPublicKey]));
  if (ownerKemPublicKey) kemKeys.set(owner, ownerKemPublicKey);
  const change: AccessChange = {
    prevAccess,
    genesis: {
      sort,
      ownerPublicKey: ownerSigningKey.publicKey,
      ownerKemPublicKeyHash: ownerKemPublicKey ? hash(ownerKemPublicKey) : new Uint8Array(32),
    },
    voidAfter: undefined,
    added: members.map(addedMember),
    removed: [],
    turn: await turnTo(deps, { prevAccess, epoch: 1, logKey }, kemKeys),
  };
  const publicPart = encodeAccessChange(change);
  const logId = idFromBytes('LogId', hashLabelled(labels.log, publicPart));
  const writer = idFromBytes('WriterId', deps.random.bytes(8));
  const op = sealOp(
    deps,
    { kind: 'access', logId, epoch: 1, author: owner, writer, seq: 1, prevHash: ZERO_HASH },
    publicPart,
    NO_RELAY_SEEN,
    encodeNotes(plan.reason, members),
    logKey,
    ownerSigningKey.secretKey,
  );
  return { op, logId, logKey };
}

const addedMember = (member: NewMember): AddedMember => ({
  signingPublicKey: member.signingPublicKey,
  kemPublicKeyHash: hash(member.kemPublicKey),
  rights: member.rights,
  notAfter: member.notAfter,
  quota: member.quota,
  replaces: member.replaces,
});

const encodeNotes = (reason: string | undefined, members: readonly NewMember[]): Bytes =>
  encodeAccessNotes({
    reason: reason ?? '',
    members: members.map((member) => ({
      author: authorIdOf(member.signingPublicKey),
      name: member.name,
      kemPublicKey: member.kemPublicKey,
      fingerprint: member.fingerprint,
    })),
  });

/** One key of one epoch, as commitment and wraps name it. */
type EpochKey = { readonly prevAccess: OpHash; readonly epoch: number; readonly logKey: Bytes };

async function turnTo(
  deps: Deps,
  key: EpochKey,
  kemPublicKeys: ReadonlyMap<AuthorId, Bytes>,
): Promise<EpochTurn> {
  const wraps: { author: AuthorId; wrap: Bytes }[] = [];
  for (const author of [...kemPublicKeys.keys()].sort()) {
    const recipientPublicKey = mustGet(kemPublicKeys.get(author), 'each author has its key');
    const info = wrapInfo(key, author);
    const { random } = deps;
    const wrap = await hpkeSeal({ recipientPublicKey, info, plaintext: key.logKey, random });
    wraps.push({ author, wrap });
  }
  return { commitment: epochCommitment(key), wraps };
}

/** HL("epoch", prevAccess, e, K): everybody who unwraps checks that it got the same key [P27]. */
const epochCommitment = ({ prevAccess, epoch, logKey }: EpochKey): Bytes =>
  hashLabelled(labels.epoch, idToBytes(prevAccess), new Writer().u32(epoch).done(), logKey);

const wrapInfo = ({ prevAccess, epoch }: Omit<EpochKey, 'logKey'>, author: AuthorId): Bytes =>
  hashLabelled(
    labels.wrap,
    idToBytes(prevAccess),
    new Writer().u32(epoch).done(),
    idToBytes(author),
  );

export type AccessPlan = {
  readonly signing: SigningKeyPair;
  readonly writer: WriterId;
  readonly seen: SeenHead;
  /** K of the present epoch. */
  readonly logKey: Bytes;
  /** X-Wing keys of those who stand (and of a keyring's owner), from the notes of access ops. */
  readonly kemPublicKeys: ReadonlyMap<AuthorId, Bytes>;
  readonly add?: readonly NewMember[] | undefined;
  readonly remove?: readonly AuthorId[] | undefined;
  /** Owner only: every access op after this one becomes void. */
  readonly voidAfter?: OpHash | undefined;
  /** A new epoch even where nobody leaves. */
  readonly turn?: boolean | undefined;
  readonly reason?: string | undefined;
};

/** `logKey` is K of `epoch`: a new one when the epoch turned, else the one given. */
export type ChangedAccess = { readonly op: Op; readonly epoch: number; readonly logKey: Bytes };

/** An X-Wing key that is missing, malformed, or not the one that the log's access ops name. */
export type UnknownKey = { readonly type: 'UnknownKey'; readonly author: AuthorId };

/** Makes the next access op of a log; `checkOp` still has the last word on it. */
export async function accessChange(
  deps: Deps,
  state: LogState,
  plan: AccessPlan,
): Promise<Result<ChangedAccess, Refusal | UnknownKey>> {
  const author = authorIdOf(plan.signing.publicKey);
  const added = plan.add ?? [];
  const bare: AccessChange = {
    prevAccess: state.accessHead,
    genesis: undefined,
    voidAfter: plan.voidAfter,
    added: added.map(addedMember),
    removed: plan.remove ?? [],
    turn: undefined,
  };
  const isTurn = plan.turn === true || mustTurn(bare);
  const epoch = isTurn ? state.highestEpoch + 1 : state.epoch;
  const logKey = isTurn ? createLogKey(deps.random) : plan.logKey;
  const keys = isTurn ? recipientKeys(state, bare, author, plan) : ok(undefined);
  if (!keys.ok) return keys;
  const turn =
    keys.value && (await turnTo(deps, { prevAccess: bare.prevAccess, epoch, logKey }, keys.value));
  const { writer, signing, seen } = plan;
  const held = headOf(state, { author, writer });
  const op = sealOp(
    deps,
    {
      kind: 'access',
      logId: state.logId,
      epoch,
      author,
      writer,
      seq: held.seq + 1,
      prevHash: held.hash,
    },
    encodeAccessChange({ ...bare, turn }),
    seen,
    encodeNotes(plan.reason, added),
    logKey,
    signing.secretKey,
  );
  return ok({ op, epoch, logKey });
}

/** Whom the new key is wrapped for, each key checked against the hash that the log holds. */
function recipientKeys(
  state: LogState,
  change: AccessChange,
  author: AuthorId,
  plan: AccessPlan,
): Result<ReadonlyMap<AuthorId, Bytes>, Refusal | UnknownKey> {
  const outcome = accessOutcome(state, change, author, ZERO_HASH);
  if (!outcome.ok) return outcome;
  const { members } = outcome.value.after;
  const known = new Map(plan.kemPublicKeys);
  for (const each of plan.add ?? [])
    known.set(authorIdOf(each.signingPublicKey), each.kemPublicKey);
  const keys = new Map<AuthorId, Bytes>();
  for (const each of wrapAuthors(state.sort, state.owner, members)) {
    const key = known.get(each);
    const expected = members.get(each)?.kemPublicKeyHash ?? state.ownerKemPublicKeyHash;
    if (key === undefined || !isKemPublicKey(key) || !equal(hash(key), expected)) {
      return err({ type: 'UnknownKey', author: each });
    }
    keys.set(each, key);
  }
  return ok(keys);
}

/**
 * The key of the epoch that an access op makes, for one of those it is wrapped for, and the very
 * same that everybody got [P27]. The op's signature is the caller's to have checked.
 */
export async function unwrapEpoch(
  op: Op,
  author: AuthorId,
  kemSeed: Uint8Array,
): Promise<Result<Bytes, 'NotAuthentic' | 'NoWrap'>> {
  const change = decodeAccessChange(op.publicPart);
  if (op.kind !== 'access' || !change.ok) return err('NoWrap');
  const wrap = change.value.turn?.wraps.find((each) => each.author === author)?.wrap;
  if (wrap === undefined) return err('NoWrap');
  const epochOf = { prevAccess: change.value.prevAccess, epoch: op.epoch };
  const logKey = await hpkeOpen({ kemSeed, info: wrapInfo(epochOf, author), sealed: wrap });
  if (!logKey.ok) return logKey;
  return commitsTo(op, logKey.value) ? logKey : err('NotAuthentic');
}

/** Whether `logKey` is the key of the epoch that this access op makes [P27]. */
export function commitsTo(op: Op, logKey: Bytes): boolean {
  const change = decodeAccessChange(op.publicPart);
  if (!change.ok || change.value.turn === undefined) return false;
  const { prevAccess, turn } = change.value;
  return equal(epochCommitment({ prevAccess, epoch: op.epoch, logKey }), turn.commitment);
}
