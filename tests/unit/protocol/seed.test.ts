import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { startLog } from '#protocol/log-rules.ts';
import { joinSeed, readSeed } from '#protocol/seed.ts';
import type { Op } from '#protocol/op.ts';
import { createActor, LogBuilder, memberOf, seededRandom } from './log-builder.ts';

beforeAll(cryptoReady);

async function record() {
  const random = seededRandom('seed');
  const [a, b] = [createActor(random), createActor(random)];
  const log = await LogBuilder.create('record', [memberOf(a, 'rwa'), memberOf(b, 'rw')], random);
  log.take(log.write(a, 'update'));
  log.take(log.write(b, 'update'));
  await log.change(a, { remove: [b.author] });
  log.take(log.write(a, 'update'));
  return { log, a, b };
}

const answerTo = (ops: readonly Op[]): string => {
  const read = readSeed(ops);
  return read.ok ? 'ok' : read.error;
};

describe('a seed', () => {
  it('rebuilds the log, with authors who were removed since', async () => {
    const { log } = await record();
    expect(readSeed(log.ops)).toEqual({ ok: true, value: log.state });
  });

  it('is refused when an op is missing, twice, altered, unsigned or out of its place', async () => {
    const { log } = await record();
    const [genesis, a1, b1, access, a2] = log.ops as [Op, Op, Op, Op, Op];
    const unsigned = { ...a1, signature: new Uint8Array(64) };
    expect(answerTo([])).toBe('MALFORMED');
    expect(answerTo([a1, b1])).toBe('MALFORMED');
    expect(answerTo([genesis, genesis])).toBe('MALFORMED');
    expect(answerTo([genesis, b1, access])).toBe('GAP');
    expect(answerTo([genesis, a1, unsigned])).toBe('MALFORMED');
    expect(answerTo([genesis, unsigned])).toBe('BAD_SIGNATURE');
    expect(answerTo([genesis, a1, access, b1])).toBe('REMOVED');
    expect(answerTo([genesis, a1, b1, access, a2])).toBe('ok');
  });
});

describe('a seed for a log that is held', () => {
  const held = (ops: readonly Op[]) => {
    const read = readSeed(ops);
    if (!read.ok) throw new Error(read.error);
    const isHeld = (op: Op): boolean => ops.some(({ hash }) => hash === op.hash);
    return { state: read.value, isHeld };
  };

  it('adds what is missing at its end', async () => {
    const { log } = await record();
    const { state, isHeld } = held(log.ops.slice(0, 2));
    const joined = joinSeed(state, log.ops, isHeld);
    expect(joined).toEqual({ ok: true, value: { state: log.state, added: log.ops.slice(2) } });
    expect(state.chains.size).toBe(2);
  });

  it('leaves out what no longer fits where the log ends', async () => {
    const { log, b } = await record();
    const [genesis, a1, b1, access] = log.ops as [Op, Op, Op, Op];
    const { state, isHeld } = held([genesis, a1, access]);
    const joined = joinSeed(state, [genesis, a1, b1, access], isHeld);
    expect(joined.ok && joined.value.added).toEqual([]);
    expect(joined.ok && joined.value.state.members.has(b.author)).toBe(false);
  });

  it('is refused when its access ops part from those held', async () => {
    const { log, a } = await record();
    const start = startLog(log.genesis);
    if (!start.ok) throw new Error(start.error);
    const [, a1, , access] = log.ops as [Op, Op, Op, Op];
    const other = await LogBuilder.create('record', [], seededRandom('other'));
    other.state = start.value;
    other.logKey = log.logKey;
    for (const [author, key] of log.kemPublicKeys) other.kemPublicKeys.set(author, key);
    other.take(a1);
    const turned = await other.change(a, { turn: true });
    const { state, isHeld } = held([log.genesis, a1, turned]);
    expect(joinSeed(state, [log.genesis, a1, access], isHeld)).toMatchObject({ ok: false });
  });
});
