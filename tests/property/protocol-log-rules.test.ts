import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { idFromBytes, ZERO_HASH, type AuthorId, type BlobId } from '#base/ids.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import type { LogSort } from '#protocol/access.ts';
import { encodeAccessChange } from '#protocol/access-codec.ts';
import { kindFault } from '#protocol/kind-rules.ts';
import { applyOp, checkOp, rightsOf } from '#protocol/log-rules.ts';
import { copyLogState, type LogState } from '#protocol/log-state.ts';
import type { Op, OpKind } from '#protocol/op.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
import { readSeed } from '#protocol/seed.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import {
  createActor,
  LogBuilder,
  memberOf,
  newWriter,
  seededRandom,
  type Actor,
} from '../unit/protocol/log-builder.ts';

beforeAll(cryptoReady);

const blobs: readonly BlobId[] = [1, 2, 3].map((fill) =>
  idFromBytes('BlobId', new Uint8Array(32).fill(fill)),
);

/** One attempt: who tries what, and how its place is wrong, if it is. */
type Attempt = {
  readonly actor: number;
  /** Whether it is tried by somebody who may, if anybody may. */
  readonly suited: boolean;
  readonly act:
    | 'write'
    | 'window'
    | 'full'
    | 'attach'
    | 'detach'
    | 'deposit'
    | 'snapshot'
    | 'add'
    | 'remove'
    | 'turn'
    | 'void'
    | 'erase';
  readonly target: number;
  readonly wrong: 'no' | 'seq' | 'prevHash' | 'epoch' | 'newWriter';
};
const attempt: fc.Arbitrary<Attempt> = fc.record({
  actor: fc.nat(20),
  suited: fc.constantFrom(true, true, true, false),
  act: fc.constantFrom(
    'write',
    'write',
    'window',
    'full',
    'attach',
    'detach',
    'deposit',
    'snapshot',
    'add',
    'remove',
    'turn',
    'void',
    'erase',
  ),
  target: fc.nat(20),
  wrong: fc.constantFrom('no', 'no', 'no', 'no', 'seq', 'prevHash', 'epoch', 'newWriter'),
});

type World = {
  readonly log: LogBuilder;
  readonly actors: Actor[];
  readonly random: ReturnType<typeof seededRandom>;
};

async function createWorld(sort: LogSort, seed: string): Promise<World> {
  const random = seededRandom(seed);
  const actors = Array.from({ length: 5 }, () => createActor(random));
  const letters = sort === 'channel' ? ['ra', 'rd', 'ra', 'rd'] : ['rwa', 'rw', 'ra', 'r'];
  const members = letters.map((each, i) => memberOf(mustGet(actors[i], 'an actor'), each));
  const log = await LogBuilder.create(sort, members, random);
  return { log, actors: [...actors, log.owner], random };
}

async function opOf(
  { log, actors, random }: World,
  { actor: who, suited, act, target, wrong }: Attempt,
): Promise<Op | undefined> {
  const chosen = actorFor(log.state, actors, who, suited ? kindOfAct[act] : undefined);
  const actor = wrong === 'newWriter' ? { ...chosen, writer: newWriter(random) } : chosen;
  const more = {
    ...(wrong === 'seq' ? { seq: 40, prevHash: log.genesis.hash } : {}),
    ...(wrong === 'epoch' ? { epoch: log.state.epoch + 1 } : {}),
  };
  const write = (kind: OpKind, publicPart?: Uint8Array): Op => {
    const op = log.write(actor, kind, publicPart, more);
    return wrong === 'prevHash' && op.seq > 1
      ? log.write(actor, kind, publicPart, { ...more, prevHash: log.genesis.hash })
      : op;
  };
  const prevWindow = target % 5 === 0 ? ZERO_HASH : log.state.windowHead;
  const one = mustGet(blobs[target % blobs.length], 'a blob');
  switch (act) {
    case 'write':
      return write('update');
    case 'deposit':
    case 'erase':
      return act === 'erase' && target > 0 ? undefined : write(act);
    case 'window':
      return write('window', encodeWindowChange({ prevWindow, full: undefined }));
    case 'full':
      return write('window', encodeWindowChange({ prevWindow, full: { keptBlobs: [one] } }));
    case 'snapshot':
      return write('snapshot', log.snapshotNow());
    case 'attach':
    case 'detach':
      return write(act, encodeBlobChange({ blobs: [one] }));
    case 'add':
    case 'remove':
    case 'turn':
    case 'void':
      return accessOp(log, actor, act, target, actors, random);
  }
}

const kindOfAct: Readonly<Record<Attempt['act'], OpKind>> = {
  write: 'update',
  window: 'window',
  full: 'window',
  attach: 'attach',
  detach: 'detach',
  deposit: 'deposit',
  snapshot: 'snapshot',
  add: 'access',
  remove: 'access',
  turn: 'access',
  void: 'access',
  erase: 'erase',
};

/** The actor numbered `from`, or with a kind the first from there on who may write it. */
function actorFor(
  state: LogState,
  actors: readonly Actor[],
  from: number,
  kind: OpKind | undefined,
): Actor {
  const turned = actors.map((_, i) => mustGet(actors[(from + i) % actors.length], 'an actor'));
  const mayWrite = ({ author }: Actor): boolean => {
    const rights = rightsOf(state, author);
    return kind !== undefined && rights !== undefined && !kindFault(state.sort, kind, rights);
  };
  return turned.find(mayWrite) ?? mustGet(turned[0], 'an actor');
}

/** An access op made by the book, or one without its turn, which must be refused. */
async function accessOp(
  log: LogBuilder,
  actor: Actor,
  act: 'add' | 'remove' | 'turn' | 'void',
  target: number,
  actors: Actor[],
  random: World['random'],
): Promise<Op | undefined> {
  const other = mustGet(actors[target % actors.length], 'an actor');
  const letters = log.state.sort === 'channel' ? 'rd' : 'rw';
  const newcomer = createActor(random);
  const plan = {
    add: act === 'add' ? [memberOf(newcomer, letters)] : [],
    remove: act === 'remove' ? [other.author] : [],
    turn: act === 'turn',
    voidAfter: act === 'void' ? log.state.trail[target % log.state.trail.length]?.hash : undefined,
  };
  if (target % 4 === 3 && act === 'remove') {
    const bare = {
      prevAccess: log.state.accessHead,
      genesis: undefined,
      voidAfter: undefined,
      added: [],
      turn: undefined,
    };
    return log.write(actor, 'access', encodeAccessChange({ ...bare, removed: plan.remove }));
  }
  const changed = await log.attempted(actor, plan);
  if (!changed.ok) return undefined;
  const { op, logKey } = changed.value;
  if (checkOp(log.state, op).ok) log.logKey = logKey;
  if (act === 'add') {
    log.kemPublicKeys.set(newcomer.author, newcomer.keys.kemPublicKey);
    actors.push(newcomer);
  }
  return op;
}

/** What must hold between a state and the one after an op that stands. */
function expectInvariants(before: LogState, after: LogState, op: Op): void {
  expect(after.epoch).toBeGreaterThanOrEqual(before.epoch);
  expect(after.epoch).toBe(after.highestEpoch);
  const last = before.chains.get(`${op.author}/${op.writer}`);
  expect(op.seq).toBe((last?.seq ?? 0) + 1);
  expect(op.prevHash).toBe(last?.hash ?? ZERO_HASH);
  expect(after.chains.get(`${op.author}/${op.writer}`)).toEqual({ seq: op.seq, hash: op.hash });
  expect(after.windowHead).toBe(op.kind === 'window' ? op.hash : before.windowHead);
  expect(after.accessHead).toBe(op.kind === 'access' ? op.hash : before.accessHead);
  expect(after.accessHead).toBe(after.trail.at(-1)?.hash);
  const gone = (author: AuthorId): boolean => after.removed.has(author) || after.voided.has(author);
  for (const author of after.members.keys()) expect(gone(author)).toBe(false);
  for (const { by } of after.attached.values()) expect(after.voided.has(by)).toBe(false);
  expect(before.erased).toBe(false);
}

describe('any sequence of ops', () => {
  it.each(['keyring', 'record', 'channel'] as const)(
    'leaves a %s whole: chains unbroken, one window head, epochs that only rise',
    async (sort) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(attempt, { minLength: 10, maxLength: 40, size: 'max' }),
          fc.string(),
          async (attempts, seed) => {
            const world = await createWorld(sort, seed);
            const { log } = world;
            for (const each of attempts) {
              const op = await opOf(world, each);
              if (op === undefined) continue;
              const before = copyLogState(log.state);
              const checked = checkOp(log.state, op);
              expect(log.state).toEqual(before);
              if (!checked.ok || checked.value === 'Duplicate') continue;
              applyOp(log.state, op);
              log.ops.push(op);
              expectInvariants(before, log.state, op);
              expect(checkOp(log.state, op).ok).toBe(
                !log.state.erased && stillStands(log.state, op),
              );
            }
            expect(readSeed(log.ops)).toEqual({ ok: true, value: log.state });
            expectSameWithoutCovered(log);
          },
        ),
        { numRuns: 15 },
      );
    },
    120_000,
  );
});

/** What the last snapshot covers may be left out: what is read is the same. */
function expectSameWithoutCovered({ ops, state }: LogBuilder): void {
  const left = ops.filter((op) => op.kind === 'access' || !isCovered(state, op));
  const read = readSeed(left);
  if (!read.ok) throw new Error(read.error);
  expect(new Set(read.value.chains)).toEqual(new Set(state.chains));
  expect(new Set(read.value.attached)).toEqual(new Set(state.attached));
  const rest = { chains: undefined, attached: undefined };
  expect({ ...read.value, ...rest }).toEqual({ ...state, ...rest });
}

/** Who removes itself is answered as removed, even for that very op. */
const stillStands = (state: LogState, op: Op): boolean =>
  op.author === state.owner || state.members.has(op.author);
