import { invariant, mustGet } from '#base/assert.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isZero } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, type AuthorId, type BlobId, type OpHash } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { hashLabelled } from '#crypto/hash.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import type { Rights } from './access.ts';
import { decodeAccessChange } from './access-codec.ts';
import { accessOutcome, turnFits } from './access-rules.ts';
import { applyContent, contentFault } from './content-rules.ts';
import { kindFault } from './kind-rules.ts';
import { limits } from './limits.ts';
import type { LogState } from './log-state.ts';
import type { LogItem, Refusal } from './messages.ts';
import { verifyOpSignature, type OpOfUnknownKind } from './op-codec.ts';
import { chainKeyOf, type ChainHead, type Op } from './op.ts';

/** Why an op is not taken, and what is held of its chain (seq 0 and zeros: nothing). */
export type Refused = { readonly reason: Refusal; readonly held: ChainHead };

/** What the caller knows beside the log itself. */
export type CheckAt = {
  /** Ends members whose time is over; left out where ops are judged at a past place. */
  readonly now?: Instant | undefined;
  /** Updates too: where their author was not proven and no page vouches for them (SEED). */
  readonly verifyUpdates?: boolean | undefined;
  /** The hash held in the op's own slot when that is below its chain's head. */
  readonly heldInSlot?: OpHash | undefined;
  /**
   * The op is read where ops before it may be deleted or left out: in a seed, where a snapshot
   * names no chain less far than it is known, or in what a relay serves [P49].
   */
  readonly past?: 'seed' | 'served' | undefined;
  /** Relay: whether the blob is whole and this author may attach it here. Clients leave it out. */
  readonly canAttach?: ((blob: BlobId, author: AuthorId) => boolean) | undefined;
};

const NOTHING_HELD: ChainHead = { seq: 0, hash: ZERO_HASH };

/** The last op held of the chain that an op belongs to. */
export const headOf = (state: LogState, op: Pick<Op, 'author' | 'writer'>): ChainHead =>
  state.chains.get(chainKeyOf(op)) ?? NOTHING_HELD;

/** A log begins with its genesis [P25]. */
export function startLog(genesis: Op): Result<LogState, Refusal> {
  const change = decodeAccessChange(genesis.publicPart);
  if (genesis.kind !== 'access' || !change.ok) return err('MALFORMED');
  const first = change.value.genesis;
  if (first === undefined || change.value.voidAfter !== undefined) return err('MALFORMED');
  const isFirst = genesis.seq === 1 && genesis.epoch === 1;
  const isNamed =
    genesis.logId === idFromBytes('LogId', hashLabelled(labels.log, genesis.publicPart));
  const isByOwner = genesis.author === authorIdOf(first.ownerPublicKey);
  const hasKemKey = !isZero(first.ownerKemPublicKeyHash);
  if (!isFirst || !isNamed || !isByOwner || hasKemKey !== (first.sort === 'keyring')) {
    return err('MALFORMED');
  }
  if (!verifyOpSignature(genesis, first.ownerPublicKey)) return err('BAD_SIGNATURE');
  const ground = {
    sort: first.sort,
    owner: genesis.author,
    trail: [],
    voided: new Set<AuthorId>(),
  };
  const outcome = accessOutcome(ground, change.value, genesis.author, genesis.hash);
  if (!outcome.ok) return outcome;
  const { after } = outcome.value;
  if (!turnFits(first.sort, genesis.author, change.value, after)) return err('MALFORMED');
  return ok({
    ...ground,
    logId: genesis.logId,
    ownerPublicKey: first.ownerPublicKey,
    ownerKemPublicKeyHash: first.ownerKemPublicKeyHash,
    accessHead: genesis.hash,
    epoch: 1,
    highestEpoch: 1,
    members: new Map(after.members),
    removed: new Map(after.removed),
    trail: [after],
    chains: new Map([[chainKeyOf(genesis), { seq: 1, hash: genesis.hash }]]),
    windowHead: ZERO_HASH,
    stubs: new Set(),
    snapshot: undefined,
    attached: new Map(),
    erased: false,
  });
}

/** What an author may do now; the owner reads and admins without being listed. */
export function rightsOf(state: LogState, author: AuthorId): Rights | undefined {
  if (author === state.owner) return { read: true, write: false, deposit: false, admin: true };
  return state.members.get(author)?.rights;
}

/** The Ed25519 key of an author that stands, or undefined. */
export const publicKeyOf = (state: LogState, author: AuthorId): Uint8Array | undefined =>
  author === state.owner ? state.ownerPublicKey : state.members.get(author)?.signingPublicKey;

/** NOT_FOUND, REMOVED or FORBIDDEN: whether this author may speak or read here at all [P41]. */
export function authorFault(
  state: LogState,
  author: AuthorId,
  now: Instant | undefined,
): Refusal | undefined {
  if (state.erased) return 'NOT_FOUND';
  if (author === state.owner) return undefined;
  const member = state.members.get(author);
  if (member === undefined) {
    return state.removed.has(author) || state.voided.has(author) ? 'REMOVED' : 'NOT_FOUND';
  }
  const isOver = now !== undefined && member.notAfter !== undefined && now > member.notAfter;
  return isOver ? 'REMOVED' : undefined;
}

/**
 * Whether `op` may stand next in the log, in the relay's order of checks [P42]. `Duplicate`: it
 * stands already, and is acknowledged again. Changes nothing.
 */
export function checkOp(
  state: LogState,
  op: Op,
  at: CheckAt = {},
): Result<'New' | 'Duplicate', Refused> {
  const held = headOf(state, op);
  const fault = sizeFault(op.bytes) ?? opAuthorFault(state, op, at.now);
  if (fault !== undefined) return err({ reason: fault, held });
  if (hashInSlot(held, op, at) === op.hash) return ok('Duplicate');
  const mustVerify = op.kind !== 'update' || at.verifyUpdates === true;
  const reason =
    chainFault(state, op, held, epochFor(state, op), mustVerify, mayLeap(state, op, at)) ??
    writersFault(state, op) ??
    contentFault(state, op, at);
  return reason === undefined ? ok('New') : err({ reason, held });
}

/** Whether bytes are beyond what an op of their kind may have [P11]. */
export function sizeFault(bytes: Uint8Array): 'TOO_LARGE' | undefined {
  const isAccess = bytes[KIND_OFFSET] === 1;
  const maxBytes = isAccess ? limits.accessOpBytes : limits.opBytes;
  return bytes.length > maxBytes ? 'TOO_LARGE' : undefined;
}
const KIND_OFFSET = 5;

function opAuthorFault(state: LogState, op: Op, now: Instant | undefined): Refusal | undefined {
  if (op.logId !== state.logId) return 'NOT_FOUND';
  const fault = authorFault(state, op.author, now);
  if (fault !== undefined) return fault;
  const rights = mustGet(rightsOf(state, op.author), 'an author without fault has rights');
  return kindFault(state.sort, op.kind, rights);
}

const hashInSlot = (held: ChainHead, op: Op, at: CheckAt): OpHash | undefined =>
  op.seq === held.seq ? held.hash : op.seq < held.seq ? at.heldInSlot : undefined;

/** BAD_SIGNATURE, FORK, EPOCH, GAP, in this order. */
function chainFault(
  state: LogState,
  op: Omit<Op, 'kind'>,
  held: ChainHead,
  epoch: number,
  mustVerify: boolean,
  mayLeap = false,
): Refusal | undefined {
  const key = mustGet(publicKeyOf(state, op.author), 'an author that stands has a key');
  if (mustVerify && !verifyOpSignature(op, key)) return 'BAD_SIGNATURE';
  if (op.seq <= held.seq) return 'FORK';
  if (op.epoch !== epoch) return 'EPOCH';
  if (mayLeap && op.seq > held.seq + 1) return undefined;
  return op.seq === held.seq + 1 && op.prevHash === held.hash ? undefined : 'GAP';
}

/** What a snapshot may leave out before an access op, or before itself [P49]. */
const mayLeap = (state: LogState, op: Op, at: CheckAt): boolean =>
  at.past !== undefined &&
  state.sort !== 'channel' &&
  (op.kind === 'access' || op.kind === 'snapshot');

/** The epoch that an op must name: one above all when it turns it, else the current one [P43]. */
function epochFor(state: LogState, op: Op): number {
  if (op.kind !== 'access') return state.epoch;
  const change = decodeAccessChange(op.publicPart);
  return change.ok && change.value.turn ? state.highestEpoch + 1 : state.epoch;
}

/** Writers that the last snapshot names are not counted again. */
function writersFault(state: LogState, op: Op): Refusal | undefined {
  if (op.seq !== 1) return undefined;
  let writers = 0;
  for (const key of state.chains.keys()) {
    if (key.startsWith(op.author) && state.snapshot?.heads.has(key) !== true) writers += 1;
  }
  return writers >= limits.writersPerMember ? 'QUOTA' : undefined;
}

/** Makes `op` stand in the log. Only after `checkOp` said `New`: anything else is a bug. */
export function applyOp(state: LogState, op: Op): void {
  // A snapshot's own chain goes on from the heads that it names.
  if (op.kind === 'snapshot') applyContent(state, op);
  if (op.kind === 'access') leapTo(state, op);
  advance(state, op);
  if (op.kind !== 'snapshot') applyContent(state, op);
}

/** Holds the place of the ops left out before this one, for a snapshot to explain. */
function leapTo(state: LogState, op: Op): void {
  if (op.seq === headOf(state, op).seq + 1) return;
  state.chains.set(chainKeyOf(op), { seq: op.seq - 1, hash: op.prevHash });
  state.stubs.add(op.prevHash);
}

function advance(state: LogState, op: Pick<Op, 'author' | 'writer' | 'seq' | 'hash'>): void {
  invariant(op.seq === headOf(state, op).seq + 1, 'an op continues its chain');
  state.chains.set(chainKeyOf(op), { seq: op.seq, hash: op.hash });
}

/** Holds the place of a later version's op, whose meaning is unknown, so that its chain goes on [P44]. */
export function keepNewerOp(state: LogState, op: OpOfUnknownKind): Result<void, Refused> {
  const held = headOf(state, op);
  const isHere = op.logId === state.logId;
  const reason = isHere
    ? (authorFault(state, op.author, undefined) ?? chainFault(state, op, held, state.epoch, true))
    : 'NOT_FOUND';
  if (reason !== undefined) return err({ reason, held });
  advance(state, op);
  return ok(undefined);
}

/**
 * Holds the place of a deleted op [P45]. Only a full window, or a snapshot, that comes later
 * explains it: while `state.stubs` is not empty, something is missing.
 */
export function applyStub(
  state: LogState,
  stub: Extract<LogItem, { type: 'stub' }>,
): Result<void, Refused> {
  const held = headOf(state, stub);
  if (stub.seq !== held.seq + 1) return err({ reason: 'GAP', held });
  advance(state, stub);
  state.stubs.add(stub.hash);
  return ok(undefined);
}
