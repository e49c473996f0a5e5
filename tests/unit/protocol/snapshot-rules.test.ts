import { beforeAll, describe, expect, it } from 'vitest';
import { idFromBytes, type BlobId } from '#base/ids.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { applyOp, applyStub, checkOp, startLog } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import { chainKeyOf, type Op } from '#protocol/op.ts';
import { encodeBlobChange } from '#protocol/payload-codec.ts';
import { joinSeed, readSeed } from '#protocol/seed.ts';
import { isCovered } from '#protocol/snapshot-rules.ts';
import { createActor, LogBuilder, memberOf, seededRandom } from './log-builder.ts';

beforeAll(cryptoReady);

const blob: BlobId = idFromBytes('BlobId', new Uint8Array(32).fill(5));

/** A record with two writers, a file, a member added on the way, a snapshot and what follows it. */
async function snapshotted() {
  const random = seededRandom('snapshots');
  const [admin, writer, later] = [createActor(random), createActor(random), createActor(random)];
  const members = [memberOf(admin, 'rwa'), memberOf(writer, 'rw')];
  const log = await LogBuilder.create('record', members, random);
  log.take(log.write(writer, 'update'));
  log.take(log.write(admin, 'update'));
  log.take(log.write(writer, 'attach', encodeBlobChange({ blobs: [blob] })));
  const access = await log.change(admin, { add: [memberOf(later, 'rw')] });
  log.take(log.write(later, 'update'));
  log.take(log.write(admin, 'update'));
  const snapshot = log.take(log.write(admin, 'snapshot', log.snapshotNow()));
  const after = log.take(log.write(writer, 'update'));
  const short = [log.genesis, access, snapshot, after];
  return { log, admin, writer, later, access, snapshot, after, short, random };
}

function genesisOf(log: LogBuilder): LogState {
  const state = startLog(log.genesis);
  if (!state.ok) throw new Error(state.error);
  return state.value;
}

/** Reads on as a client does; the answer to the first op that does not stand. */
function serve(state: LogState, ops: readonly Op[]): string | undefined {
  for (const op of ops) {
    const checked = checkOp(state, op, { past: 'served' });
    if (!checked.ok) return checked.error.reason;
    applyOp(state, op);
  }
  return undefined;
}

describe('a snapshot', () => {
  it('covers what stands before it and nothing after', async () => {
    const { log, snapshot, after } = await snapshotted();
    const covered = log.ops.filter((op) => isCovered(log.state, op));
    expect(covered).toEqual(log.ops.slice(0, log.ops.indexOf(snapshot)));
    expect([snapshot, after].some((op) => isCovered(log.state, op))).toBe(false);
  });

  it('stands for what a seed leaves out: the log is the same', async () => {
    const { log, short } = await snapshotted();
    const read = readSeed(short);
    expect(read.ok && { ...read.value, chains: new Map([...read.value.chains].sort()) }).toEqual({
      ...log.state,
      chains: new Map([...log.state.chains].sort()),
    });
  });

  it('is wanted where a seed leaves something out', async () => {
    const { log, access, snapshot, after, writer } = await snapshotted();
    expect(readSeed([log.genesis, access])).toEqual({ ok: false, error: 'GAP' });
    expect(readSeed([log.genesis, access, after])).toEqual({ ok: false, error: 'GAP' });
    expect(readSeed([log.genesis, snapshot, access])).toMatchObject({ ok: false });
    expect(readSeed([log.genesis, log.write(writer, 'update')])).toEqual({
      ok: false,
      error: 'GAP',
    });
  });

  it('is not taken in a seed when something before it is not covered', async () => {
    const { log, admin, writer } = await snapshotted();
    const tooEarly = log.snapshotNow();
    log.take(log.write(writer, 'update'));
    const bad = log.write(admin, 'snapshot', tooEarly);
    expect(readSeed([...log.ops, bad])).toEqual({ ok: false, error: 'STALE' });
  });

  it('brings a relay that holds less up to where it is', async () => {
    const { log, short } = await snapshotted();
    const held = readSeed(log.ops.slice(0, 3));
    if (!held.ok) throw new Error(held.error);
    const isHeld = (op: Op): boolean => log.ops.slice(0, 3).includes(op);
    const joined = joinSeed(held.value, short, isHeld);
    expect(joined.ok && joined.value.added).toEqual(short.slice(1));
    expect(joined.ok && joined.value.state.snapshot).toEqual(log.state.snapshot);
  });

  it('explains the stubs before it, and those alone', async () => {
    const { log, snapshot, after } = await snapshotted();
    const state = genesisOf(log);
    for (const op of log.ops.slice(1)) {
      if (op.kind !== 'update' || op === after) expect(serve(state, [op])).toBeUndefined();
      else expect(applyStub(state, { ...op, type: 'stub', relaySeq: 1 }).ok).toBe(true);
      const isExplained = log.ops.indexOf(op) >= log.ops.indexOf(snapshot);
      expect(state.stubs.size === 0).toBe(isExplained);
    }
    expect(state.snapshot).toEqual(log.state.snapshot);
    expect(state.attached).toEqual(log.state.attached);
  });

  it('is read by who holds more than the relay has placed', async () => {
    const { log, writer, admin } = await snapshotted();
    const state = genesisOf(log);
    serve(state, log.ops.slice(1));
    const unsent = log.write(writer, 'update');
    const snapshot = log.write(admin, 'snapshot', log.snapshotNow());
    applyOp(state, unsent);
    expect(serve(state, [snapshot])).toBeUndefined();
    expect(state.chains.get(chainKeyOf(unsent))?.hash).toBe(unsent.hash);
    expect(isCovered(state, unsent)).toBe(false);
  });

  it('covers nothing any more once its author was made void', async () => {
    const { log, admin, later, random } = await snapshotted();
    const intruder = createActor(random);
    const before = log.state.accessHead;
    await log.change(admin, { add: [memberOf(intruder, 'rwa')] });
    log.take(log.write(intruder, 'snapshot', log.snapshotNow()));
    await log.change(log.owner, { voidAfter: before });
    expect(log.state.snapshot).toBeUndefined();
    expect(isCovered(log.state, { ...later, seq: 1 })).toBe(false);
  });
});
