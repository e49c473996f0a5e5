import { beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { toHex } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, type BlobId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { hashLabelled } from '#crypto/hash.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { decodeAccessChange, encodeAccessChange } from '#protocol/access-codec.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import {
  applyOp,
  applyStub,
  checkOp,
  headOf,
  keepNewerOp,
  rightsOf,
  startLog,
} from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import { chainKeyOf, type Op } from '#protocol/op.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
import { sign } from '#crypto/sign.ts';
import { labels } from '#crypto/labels.ts';
import {
  createActor,
  LogBuilder,
  memberOf,
  newWriter,
  rights,
  seededRandom,
  type Actor,
} from './log-builder.ts';

beforeAll(cryptoReady);

const blob = (fill: number): BlobId => idFromBytes('BlobId', new Uint8Array(32).fill(fill));

async function channel() {
  const random = seededRandom('channel');
  const [side, guest] = [createActor(random), createActor(random)];
  const log = await LogBuilder.create(
    'channel',
    [memberOf(side, 'ra'), memberOf(guest, 'rd')],
    random,
  );
  const window = (full: readonly BlobId[] | undefined, actor: Actor = side): Op => {
    const keptBlobs = full && { keptBlobs: full };
    const change = encodeWindowChange({ prevWindow: log.state.windowHead, full: keptBlobs });
    return log.take(log.write(actor, 'window', change));
  };
  const attach = (actor: Actor, ...blobs: BlobId[]): Op =>
    log.take(log.write(actor, 'attach', encodeBlobChange({ blobs })));
  return { log, side, guest, window, attach, random };
}

describe('a log', () => {
  it('starts with its genesis', async () => {
    const { log, side } = await channel();
    expect(log.state).toMatchObject({
      logId: log.genesis.logId,
      sort: 'channel',
      owner: log.owner.author,
      epoch: 1,
      highestEpoch: 1,
      accessHead: log.genesis.hash,
      windowHead: ZERO_HASH,
      erased: false,
    });
    expect(rightsOf(log.state, side.author)).toEqual(rights('ra'));
    expect(rightsOf(log.state, log.owner.author)).toEqual(rights('ra'));
    expect(headOf(log.state, log.genesis)).toEqual({ seq: 1, hash: log.genesis.hash });
  });

  it('starts with nothing else', async () => {
    const { log, side } = await channel();
    const { genesis } = log;
    const refused = (op: Op): string => {
      const started = startLog(op);
      return started.ok ? 'ok' : started.error;
    };
    expect(refused(log.write(side, 'deposit'))).toBe('MALFORMED');
    expect(refused((await log.planned(side, {})).op)).toBe('MALFORMED');
    expect(refused({ ...genesis, epoch: 2 })).toBe('MALFORMED');
    expect(refused({ ...genesis, seq: 2 })).toBe('MALFORMED');
    expect(refused({ ...genesis, author: side.author })).toBe('MALFORMED');
    expect(refused({ ...genesis, logId: idFromBytes('LogId', new Uint8Array(32)) })).toBe(
      'MALFORMED',
    );
    expect(refused({ ...genesis, signature: new Uint8Array(64) })).toBe('BAD_SIGNATURE');
    expect(refused(genesis)).toBe('ok');
  });

  it('has an X-Wing key of its owner in a keyring, and there only', async () => {
    const random = seededRandom('owner key');
    for (const sort of ['keyring', 'record', 'channel'] as const) {
      const log = await LogBuilder.create(sort, [], random);
      const decoded = decodeAccessChange(log.genesis.publicPart);
      const change = mustGet(decoded.ok ? decoded.value : undefined, 'a change');
      const genesis = mustGet(change.genesis, 'a genesis');
      const ownerKemPublicKeyHash = new Uint8Array(32).fill(sort === 'keyring' ? 0 : 1);
      const publicPart = encodeAccessChange({
        ...change,
        genesis: { ...genesis, ownerKemPublicKeyHash },
      });
      const logId = idFromBytes('LogId', hashLabelled(labels.log, publicPart));
      const first = { logId, seq: 1, prevHash: ZERO_HASH };
      const op = log.write(log.owner, 'access', publicPart, first);
      expect(startLog(op)).toEqual({ ok: false, error: 'MALFORMED' });
    }
  });

  it('keeps a member until the last instant of its time', async () => {
    const random = seededRandom('end');
    const guest = createActor(random);
    const notAfter = instant(1000);
    const members = [memberOf(guest, 'rd', { notAfter })];
    const log = await LogBuilder.create('channel', members, random);
    const op = log.write(guest, 'deposit');
    expect(log.answerTo(op, { now: notAfter })).toBe('New');
    expect(log.answerTo(op, { now: instant(1001) })).toBe('REMOVED');
  });

  it('states the head it holds when it refuses', async () => {
    const { log, guest } = await channel();
    const op = log.take(log.write(guest, 'deposit'));
    const far = log.write(guest, 'deposit', undefined, { seq: 9 });
    expect(checkOp(log.state, far)).toEqual({
      ok: false,
      error: { reason: 'GAP', held: { seq: 1, hash: op.hash } },
    });
  });
});

describe('access', () => {
  it('hands the place of a replaced member to its successor', async () => {
    const { log, side, guest, attach, random } = await channel();
    attach(guest, blob(1));
    const next = createActor(random);
    await log.change(side, { add: [memberOf(next, 'rd', { replaces: guest.author })] });
    expect(log.state.removed.get(guest.author)).toBe(next.author);
    expect(log.state.epoch).toBe(2);
    log.take(log.write(next, 'detach', encodeBlobChange({ blobs: [blob(1)] })));
    expect(log.state.attached.size).toBe(0);
  });

  it('lets the owner go back to before a thief, whose ops then count for nothing', async () => {
    const { log, side, guest, attach, random } = await channel();
    const [thief, honest] = [createActor(random), createActor(random)];
    const before = log.state.accessHead;
    await log.change(side, { add: [memberOf(thief, 'ra')], remove: [guest.author] });
    attach(thief, blob(1));
    attach(side, blob(2));
    await log.change(thief, { remove: [side.author] });
    expect(
      log.answerTo(
        log.write(side, 'window', encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined })),
      ),
    ).toBe('REMOVED');
    await log.change(log.owner, { voidAfter: before, add: [memberOf(honest, 'rd')] });
    expect([...log.state.members.keys()].sort()).toEqual(
      [side.author, guest.author, honest.author].sort(),
    );
    expect([...log.state.voided]).toEqual([thief.author]);
    expect([...log.state.attached.keys()]).toEqual([blob(2)]);
    expect(log.state.epoch).toBe(4);
    expect(log.answerTo(log.write(thief, 'deposit'))).toBe('REMOVED');
    expect(log.answerTo(log.write(guest, 'deposit'))).toBe('New');
  });

  it('does not let a void op be named, nor a void key come back', async () => {
    const { log, side, random } = await channel();
    const thief = createActor(random);
    const { hash } = await log.change(side, { add: [memberOf(thief, 'rd')] });
    await log.change(log.owner, { voidAfter: log.genesis.hash });
    await expect(log.planned(log.owner, { voidAfter: hash })).rejects.toThrow();
    await expect(log.planned(side, { add: [memberOf(thief, 'rd')], turn: true })).rejects.toThrow();
  });

  it('goes on in order after two voids', async () => {
    const { log, side, guest, random } = await channel();
    const [a, b] = [createActor(random), createActor(random)];
    const first = await log.change(side, { add: [memberOf(a, 'rd')] });
    await log.change(side, { add: [memberOf(b, 'rd')] });
    await log.change(log.owner, { voidAfter: first.hash });
    await log.change(log.owner, { voidAfter: log.genesis.hash });
    expect([...log.state.members.keys()].sort()).toEqual([side.author, guest.author].sort());
    expect(log.state.voided).toEqual(new Set([a.author, b.author]));
    expect(log.state.trail).toHaveLength(2);
  });
});

describe('windows and blobs', () => {
  it('a full window takes away what the holder no longer shows, and not what was deposited', async () => {
    const { log, side, guest, window, attach } = await channel();
    attach(side, blob(1), blob(2));
    attach(guest, blob(3));
    const first = window(undefined);
    expect(log.state.windowHead).toBe(first.hash);
    expect([...log.state.attached.keys()]).toEqual([blob(1), blob(2), blob(3)]);
    window([blob(2)]);
    expect([...log.state.attached.keys()]).toEqual([blob(2), blob(3)]);
  });

  it('a blob stays with who attached it first', async () => {
    const { log, side, guest, attach } = await channel();
    attach(guest, blob(1));
    attach(side, blob(1));
    expect(log.state.attached.get(blob(1))).toEqual({ by: guest.author, deposited: true });
  });

  it('what is not attached is detached again to no effect', async () => {
    const { log, guest } = await channel();
    const detach = log.write(guest, 'detach', encodeBlobChange({ blobs: [blob(1)] }));
    expect(log.answerTo(detach)).toBe('New');
  });
});

describe('what is not there', () => {
  const stubOf = ({ author, writer, seq, hash }: Op) =>
    ({ type: 'stub', relaySeq: 0, author, writer, seq, hash }) as const;
  const replay = (log: LogBuilder): LogState => {
    const state = startLog(log.genesis);
    if (!state.ok) throw new Error(state.error);
    return state.value;
  };

  it('a full window explains the stubs before it', async () => {
    const { log, window } = await channel();
    const [first, second] = [window(undefined), window(undefined)];
    const full = window([]);
    const state = replay(log);
    expect(applyStub(state, stubOf(first)).ok && applyStub(state, stubOf(second)).ok).toBe(true);
    expect(state.stubs).toEqual(new Set([first.hash, second.hash]));
    expect(checkOp(state, full)).toEqual({ ok: true, value: 'New' });
    applyOp(state, full);
    expect(state.stubs.size).toBe(0);
    expect(state.windowHead).toBe(log.state.windowHead);
  });

  it('no other window may follow a stub', async () => {
    const { log, window } = await channel();
    const [first, second] = [window(undefined), window(undefined)];
    const state = replay(log);
    applyStub(state, stubOf(first));
    expect(checkOp(state, second)).toMatchObject({ ok: false, error: { reason: 'STALE' } });
  });

  it('a stub out of its place is a gap', async () => {
    const { log, window } = await channel();
    window(undefined);
    const second = window(undefined);
    expect(applyStub(replay(log), stubOf(second))).toMatchObject({ error: { reason: 'GAP' } });
  });
});

describe("a later version's op", () => {
  it('keeps its place in its chain when its author stands and signed it', async () => {
    const { log, guest } = await channel();
    const unknown = ofUnknownKind(log.write(guest, 'deposit'), guest);
    expect(keepNewerOp(log.state, unknown)).toEqual({ ok: true, value: undefined });
    expect(log.state.chains.get(chainKeyOf(guest))).toEqual({ seq: 1, hash: unknown.hash });
    expect(log.answerTo(log.write(guest, 'deposit'))).toBe('New');
  });

  it('is refused from a stranger, unsigned, or out of its place', async () => {
    const { log, guest, random } = await channel();
    const stranger = createActor(random);
    const reason = (actor: Actor, more: Partial<Op>): string => {
      const op = { ...ofUnknownKind(log.write(actor, 'deposit'), actor), ...more };
      const kept = keepNewerOp(log.state, op as Parameters<typeof keepNewerOp>[1]);
      return kept.ok ? 'ok' : kept.error.reason;
    };
    expect(reason(stranger, {})).toBe('NOT_FOUND');
    expect(reason(guest, { signature: new Uint8Array(64) })).toBe('BAD_SIGNATURE');
    expect(reason(guest, { seq: 2 })).toBe('GAP');
    expect(reason({ ...guest, writer: newWriter(random) }, { epoch: 2 })).toBe('EPOCH');
  });
});

/** The same op with kind 99, signed again. */
function ofUnknownKind(op: Op, actor: Actor) {
  const bytes = new Uint8Array(op.bytes);
  bytes[5] = 99;
  const signature = sign(actor.keys.signing.secretKey, labels.op, bytes.subarray(0, -64));
  bytes.set(signature, bytes.length - 64);
  const decoded = decodeOp(bytes);
  if (decoded.ok || decoded.error.type !== 'Newer' || decoded.error.what !== 'kind') {
    throw new Error(`not of an unknown kind: ${toHex(bytes)}`);
  }
  return decoded.error.op;
}
