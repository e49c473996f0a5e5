import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import type { ClientEffect } from '#protocol/client-events.ts';
import { limits } from '#protocol/limits.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import type { Bench } from './client-session-bench.ts';
import {
  ack,
  caughtUp,
  cursorAfter,
  headAt,
  held,
  items,
  logId,
  otherInc,
  otherKey,
  own,
  proven,
  refused,
  relayKey,
  seeded,
  stages,
  welcome,
  welcomeOf,
} from './client-session-bench.ts';

const effectOf = <T extends ClientEffect['type']>(bench: Bench, type: T) =>
  bench.effects.find((effect) => effect.type === type) as
    Extract<ClientEffect, { type: T }> | undefined;

const three = held.slice(0, 3);
const [first, second] = own as [(typeof own)[0], (typeof own)[0]];

/** Proves again until `times` pauses were taken; answers how long each was. */
function pausesOf(bench: Bench, fail: (bench: Bench) => Bench, times: number): number[] {
  return Array.from({ length: times }, () => {
    const until = bench.log?.pausedUntil ?? bench.now;
    const pause = until - bench.now;
    bench.now = until;
    fail(bench.take({ type: 'tick' }));
    return pause;
  });
}

describe('pauses of a client’s session', () => {
  const isAbsent = (bench: Bench): Bench => bench.hear({ type: 'absent', logId });

  test('a log that the relay does not know is asked for after 2, 4, 8… seconds, at most a minute', () => {
    const pauses = pausesOf(stages.absent(), isAbsent, 8);
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
  });

  test('once the log is proven the next pause is short again', () => {
    const bench = stages.absent();
    pausesOf(bench, isAbsent, 5);
    bench.now = bench.log?.pausedUntil ?? bench.now;
    bench.take({ type: 'tick' }).hear(proven(headAt(three)));
    expect(bench.log?.fruitless).toBe(0);
  });

  test('a cut connection does not make an absent log ask more often', () => {
    const bench = stages.absent();
    pausesOf(bench, isAbsent, 4);
    bench.take({ type: 'socketClosed' }).take({ type: 'retryNow' }).hear(welcome);
    isAbsent(bench);
    expect((bench.log?.pausedUntil ?? 0) - bench.now).toBe(60_000);
  });

  test('connections that fail are tried after 0.5, 1, 2… seconds, at most a minute', () => {
    const bench = stages.connecting();
    const pauses = Array.from({ length: 9 }, () => {
      bench.take({ type: 'socketClosed' });
      const retryAt = bench.session.retryAt ?? bench.now;
      const pause = retryAt - bench.now;
      bench.now = retryAt;
      bench.take({ type: 'tick' });
      return pause;
    });
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
  });

  test('a relay that welcomes and then fails is not tried faster for that', () => {
    const bench = stages.connecting();
    for (let tries = 0; tries < 5; tries++) {
      bench.hear(welcome).take({ type: 'socketClosed' }).take({ type: 'retryNow' });
    }
    bench.take({ type: 'socketClosed' });
    expect((bench.session.retryAt ?? 0) - bench.now).toBe(16_000);
  });

  test('each tick asks to be woken for what still pauses', () => {
    const bench = stages.absent();
    const at = bench.log?.pausedUntil;
    bench.now = instant(bench.now + 1);
    expect(effectOf(bench.take({ type: 'tick' }), 'wakeAt')?.at).toBe(at);
  });

  test('a refused op and those behind it wait for the pause; then all go, in order', () => {
    const bench = stages.live().take({ type: 'outbox', logId, ops: [first, second] });
    bench.hear(refused(first, 'QUOTA')).hear(refused(second, 'GAP'));
    expect(bench.take({ type: 'outbox', logId, ops: [first, second] }).asked).toBe('');
    bench.now = bench.log?.pausedUntil ?? bench.now;
    expect(bench.take({ type: 'tick' }).asked).toBe('send:append send:append wakeAt');
  });

  test('what was sealed anew in place of a refused op goes at once', () => {
    const bench = stages.live().take({ type: 'outbox', logId, ops: [first] });
    bench.hear(refused(first, 'EPOCH'));
    expect(bench.take({ type: 'outbox', logId, ops: [second] }).asked).toBe('send:append');
  });

  test('“try again” ends every pause', () => {
    const bench = stages.live().take({ type: 'outbox', logId, ops: [first] });
    bench.hear(refused(first, 'FULL')).take({ type: 'outbox', logId, ops: [first] });
    expect(bench.take({ type: 'retryNow' }).asked).toBe('send:append');
  });
});

describe('what a client’s session keeps of the relay’s order', () => {
  test('an ack before the items in front of it leaves the cursor where it was, and says its place', () => {
    const bench = stages.live().take({ type: 'outbox', logId, ops: [first] });
    bench.hear(ack(first, 5));
    expect(effectOf(bench, 'accepted')).toMatchObject({ relaySeq: 5, cursor: cursorAfter(three) });
    bench.hear(items(held.slice(3, 4), undefined));
    const delivered = effectOf(bench, 'deliver');
    expect(delivered?.cursor.relaySeq).toBe(5);
    expect(delivered?.passed.map(({ relaySeq }) => relaySeq)).toEqual([4, 5]);
    const four = [...held.slice(0, 4), { type: 'op' as const, relaySeq: 5, bytes: first.bytes }];
    expect(delivered?.cursor).toEqual(cursorAfter(four));
  });

  test('what was delivered and could not be kept is asked for again from where the vault stands', () => {
    const bench = stages.live().hear(items(held.slice(3, 4), undefined));
    bench.take({ type: 'notKept', logId, cursor: cursorAfter(held.slice(0, 1)) });
    expect(bench.hear(items(held.slice(4, 5), undefined)).asked).toBe('');
    bench.now = bench.log?.pausedUntil ?? bench.now;
    bench.take({ type: 'tick' }).hear(proven(headAt(held.slice(0, 5))));
    const sent = effectOf(bench, 'send')?.message;
    expect(sent).toMatchObject({ type: 'open', logId, after: 1 });
  });

  test('bytes read are given back as credit once they are a quarter of it', () => {
    const bench = stages.catchingUp();
    const bytes = limits.creditBytes / 4;
    const message = items(three, headAt(three));
    bench.take({ type: 'message', message, bytes });
    const credit = bench.effects.find((effect) => effect.type === 'send');
    expect(credit).toEqual({ type: 'send', message: { type: 'credit', bytes } });
  });

  test('no more than the credit is in flight, and one op always may be', () => {
    const large = own.map((op) => ({ ...op, bytes: new Uint8Array(limits.creditBytes / 2 + 1) }));
    const bench = stages.live().take({ type: 'outbox', logId, ops: large });
    expect(bench.asked).toBe('send:append');
    expect(bench.hear(ack(first, 4)).asked).toBe('accepted send:append');
  });
});

describe('alarms of a client’s session', () => {
  const back = (life = held): Bench =>
    stages
      .live()
      .take({ type: 'socketClosed' })
      .take({ type: 'retryNow' })
      .hear(welcome)
      .hear(proven(headAt(life)));

  test('a relay that holds less than it did is rolled back', () => {
    expect(back(held.slice(0, 2)).asked).toBe('alarm:rolledBack');
  });

  test('another history at the same place is a fork', () => {
    const other = [...held.slice(0, 2), ...held.slice(5, 6)];
    expect(back(other).asked).toBe('alarm:forked');
  });

  test('another history further on is a fork at its first page', () => {
    const other = held.slice(1, 6).map((item, index) => ({ ...item, relaySeq: index + 1 }));
    const bench = back(other);
    expect(bench.asked).toBe('send:open');
    expect(bench.hear(items(other.slice(3), headAt(other))).asked).toBe('alarm:forked');
  });

  test('the same history, longer, is none', () => {
    const bench = back(held.slice(0, 5));
    bench.hear(items(held.slice(3, 5), headAt(held.slice(0, 5))));
    expect(bench.asked).toBe('deliver');
    expect(bench.hear(caughtUp(headAt(held.slice(0, 5)))).asked).toBe('caughtUp');
  });

  test('a head that is not the pinned relay’s ends the connection', () => {
    const page = items(three, headAt(three, undefined, otherKey));
    expect(stages.catchingUp().hear(page).asked).toBe('alarm:wrongRelayKey disconnect');
  });

  test('a new life of the log is told, seeded, and read from its beginning', () => {
    const bench = stages.live().take({ type: 'socketClosed' }).take({ type: 'retryNow' });
    bench.hear(welcome).hear(proven(headAt(held.slice(0, 1), otherInc)));
    expect(bench.asked).toBe('relayReset seed');
    bench.hear(seeded(headAt(three, otherInc)));
    expect(effectOf(bench, 'send')?.message).toMatchObject({ type: 'open', logId, after: 0 });
  });

  test('a relay that lost a log is seeded; what it then shows of the same life is held against the old', () => {
    const lost = (): Bench =>
      stages.live().take({ type: 'socketClosed' }).take({ type: 'retryNow' }).hear(welcome);
    const again = lost().hear({ type: 'absent', logId });
    expect(again.asked).toBe('seed absent');
    expect(again.hear(seeded(headAt(three, otherInc))).asked).toBe('seeded relayReset send:open');
    const rolledBack = lost()
      .hear({ type: 'absent', logId })
      .hear(seeded(headAt(held.slice(0, 2))));
    expect(rolledBack.asked).toBe('seeded alarm:rolledBack');
  });

  test('a place left out of what comes live is asked for again', () => {
    const bench = stages.live().hear(items(held.slice(4, 5), undefined));
    expect(bench.hear(caughtUp(headAt(held.slice(0, 5)))).asked).toBe('disconnect');
  });

  test('a session without a pinned key takes the first, and only that', () => {
    const bench = stages.connecting();
    bench.session = { ...bench.session, relayPublicKey: undefined };
    bench.hear(welcome);
    expect(bench.session.relayPublicKey).toEqual(relayKey.publicKey);
    const { asked } = bench.hear(welcomeOf(otherKey.publicKey));
    expect(asked).toBe('strangeRelay disconnect');
  });

  test('items are known by the hash of their bytes, stubs by the hash they state', () => {
    const [item] = held as [(typeof held)[0]];
    const hash = itemHash(item);
    const stub = { type: 'stub', relaySeq: 1, author: '', writer: '', seq: 1, hash } as never;
    expect(itemHash(stub)).toBe(hash);
  });
});
