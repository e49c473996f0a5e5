import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import { ack, logId, own, stages, type Bench } from './client-session-bench.ts';

const [op] = own as [(typeof own)[0]];
const later = (bench: Bench, ms: number): Bench => {
  bench.now = instant(bench.now + ms);
  return bench.take({ type: 'tick' });
};

describe('a relay that says nothing', () => {
  test('is asked by a ping after 30 s, and left after as long again', () => {
    const bench = stages.live();
    expect(later(bench, 29_999).asked).toBe('wakeAt');
    expect(later(bench, 1).asked).toBe('send:ping wakeAt');
    expect(later(bench, 29_999).asked).toBe('wakeAt');
    expect(later(bench, 1).asked).toBe('disconnect wakeAt');
  });

  test('is stayed with as long as it answers', () => {
    const bench = stages.live();
    for (let minute = 0; minute < 5; minute++) {
      expect(later(bench, 30_000).asked).toBe('send:ping wakeAt');
      bench.hear({ type: 'pong', nonce: 0 });
    }
  });

  test.each(['connecting', 'proving', 'catchingUp'] as const)(
    'while the client is %s is left after 30 s',
    (stage) => {
      expect(later(stages[stage](), 30_000).asked).toContain('disconnect');
    },
  );

  test('while it is being given a log is waited for a quarter of an hour', () => {
    const bench = stages.seeding();
    expect(later(bench, 899_999).asked).toBe('wakeAt');
    expect(later(bench, 1).asked).toBe('disconnect wakeAt');
  });

  test('while an op waits for its answer is left without a ping, a slow line’s time later', () => {
    const bench = stages.live().take({ type: 'outbox', logId, ops: [op] });
    const slow = Math.floor((op.bytes.length * 1000) / 4096);
    expect(later(bench, 30_000 + slow - 1).asked).toBe('wakeAt');
    expect(later(bench, 2).asked).toBe('disconnect wakeAt');
    const answered = stages
      .live()
      .take({ type: 'outbox', logId, ops: [op] })
      .hear(ack(op, 4));
    expect(later(answered, 30_000).asked).toBe('send:ping wakeAt');
  });
});
