import { beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { pageKeys, verifyPage } from '#protocol/page-rules.ts';
import type { Op } from '#protocol/op.ts';
import {
  createActor,
  LogBuilder,
  memberOf,
  newWriter,
  seededRandom,
  type Actor,
} from './log-builder.ts';

beforeAll(cryptoReady);

async function record() {
  const random = seededRandom('page');
  const [a, b] = [createActor(random), createActor(random)];
  const log = await LogBuilder.create('record', [memberOf(a, 'rwa'), memberOf(b, 'rw')], random);
  const heads = new Map(log.state.chains);
  const update = (actor: Actor): Op => log.take(log.write(actor, 'update'));
  const keyOf = (ops: readonly Op[]) => pageKeys(log.state, ops);
  const verify = (ops: readonly Op[]) => {
    const { accepted, setAside } = verifyPage(ops, keyOf(ops), heads);
    const index = (op: Op): number => ops.indexOf(op);
    return {
      accepted: accepted.map(index),
      setAside: setAside.map(({ op, reason }) => [index(op), reason]),
    };
  };
  return { log, a, b, update, verify, random };
}

const badlySigned = (op: Op): Op => ({ ...op, signature: new Uint8Array(64) });

describe('a page', () => {
  it('is accepted whole by the last signature of each run', async () => {
    const { a, b, update, verify } = await record();
    const [a1, b1, a2, a3] = [update(a), update(b), update(a), update(a)];
    expect(verify([a1, b1, a2, a3])).toEqual({ accepted: [0, 1, 2, 3], setAside: [] });
    expect(verify([badlySigned(a1), b1, a2, a3]).setAside).toEqual([]);
  });

  it('loses the first bad op of a writer and what follows it, and nothing else', async () => {
    const { a, b, update, verify, random } = await record();
    const other = { ...a, writer: newWriter(random) };
    const ops = [update(a), update(a), update(b), update(a), update(other)];
    const bad = ops.map((op, i) => (i === 1 || i === 3 ? badlySigned(op) : op));
    expect(verify(bad)).toEqual({
      accepted: [0, 2, 4],
      setAside: [
        [1, 'BAD_SIGNATURE'],
        [3, 'BAD_SIGNATURE'],
      ],
    });
  });

  it('accepts the ops before a bad last one', async () => {
    const { a, update, verify } = await record();
    const ops = [update(a), update(a), update(a)];
    const last = badlySigned(mustGet(ops[2], 'an op'));
    expect(verify([...ops.slice(0, 2), last])).toEqual({
      accepted: [0, 1],
      setAside: [[2, 'BAD_SIGNATURE']],
    });
  });

  it('sets aside what does not link: a gap, a fork', async () => {
    const { log, a, update, verify } = await record();
    const fork = log.write(a, 'update');
    const ops = [update(a), update(a), update(a)];
    const [first, , third] = ops.map((op) => mustGet(op, 'an op'));
    expect(verify([first, third].map((op) => mustGet(op, 'an op')))).toEqual({
      accepted: [0],
      setAside: [[1, 'GAP']],
    });
    expect(verify([mustGet(first, 'an op'), fork])).toEqual({
      accepted: [0],
      setAside: [[1, 'FORK']],
    });
  });

  it('sets aside an op that follows another history of its chain', async () => {
    const { log, a, update, verify } = await record();
    const first = update(a);
    const prevHash = log.genesis.hash;
    const other = log.write(a, 'update', undefined, { seq: 2, prevHash });
    expect(verify([first, other])).toEqual({ accepted: [0], setAside: [[1, 'GAP']] });
  });

  it('sets aside what nobody known signed', async () => {
    const { log, verify, random } = await record();
    expect(verify([log.write(createActor(random), 'update')])).toEqual({
      accepted: [],
      setAside: [[0, 'NOT_FOUND']],
    });
  });

  it('knows the keys of members that the page itself adds', async () => {
    const { log, a, random } = await record();
    const added = createActor(random);
    const before = { ...log.state, members: new Map(log.state.members) };
    const heads = new Map(log.state.chains);
    const access = await log.change(a, { add: [memberOf(added, 'rw')] });
    const ops = [access, log.take(log.write(added, 'update'))];
    expect(verifyPage(ops, pageKeys(before, ops), heads).setAside).toEqual([]);
    expect(verifyPage(ops, pageKeys(before, []), heads).accepted).toEqual([access]);
  });
});
