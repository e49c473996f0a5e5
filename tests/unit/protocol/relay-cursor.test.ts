import { describe, expect, test } from 'vitest';
import { START, advance, isSeenElsewhere } from '#protocol/relay-cursor.ts';
import { cursorAfter, held, inc, otherInc } from './client-session-bench.ts';

const at = { inc, relaySeq: 5 };
const seenAt = (count: number) => cursorAfter(held.slice(0, count));

describe('what the author of an op had seen of the relay', () => {
  test('agrees with the same history at an earlier place', () => {
    expect(isSeenElsewhere(seenAt(3), at, seenAt(3).relayChain)).toBe(false);
  });

  test('contradicts another chain at the same place', () => {
    expect(isSeenElsewhere(seenAt(3), at, seenAt(2).relayChain)).toBe(true);
  });

  test.each([5, 6])(
    'contradicts a history where its op stands at 5, when it saw %d places',
    (count) => {
      expect(isSeenElsewhere(seenAt(count), at, undefined)).toBe(true);
    },
  );

  test('says nothing of another life of the log, of no relay, or of a place not known any more', () => {
    const { relayChain } = seenAt(2);
    expect(isSeenElsewhere(cursorAfter(held.slice(0, 3), otherInc), at, relayChain)).toBe(false);
    expect(isSeenElsewhere(START, at, relayChain)).toBe(false);
    expect(isSeenElsewhere(seenAt(3), at, undefined)).toBe(false);
  });

  test('a cursor goes over what follows without a gap, and says each place it passed', () => {
    const ahead = new Map([3, 4, 6].map((place) => [place, seenAt(place).relayChain]));
    const moved = advance(seenAt(2), ahead);
    expect(moved.cursor.relaySeq).toBe(4);
    expect(moved.passed.map(({ relaySeq }) => relaySeq)).toEqual([3, 4]);
    expect([...moved.ahead.keys()]).toEqual([6]);
  });
});
