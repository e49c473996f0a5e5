import { describe, expect, it } from 'vitest';
import { instant } from '#base/time.ts';
import { asksToBeKept, endOf } from '#ui/windows/durations.ts';
import type { ChannelState } from '#vault/api.ts';

const at = (text: string) => instant(Date.parse(`${text}T12:00:00`));
const windowOf = (over: Partial<ChannelState>): ChannelState =>
  ({ openedAt: at('2025-11-22'), until: undefined, state: 'open', ...over }) as ChannelState;

describe('a window', () => {
  it.each([
    ['day', '2026-01-31', '2026-02-01'],
    ['month', '2026-01-31', '2026-02-28'],
    ['halfYear', '2026-08-31', '2027-02-28'],
  ] as const)('of a %s that opens on %s ends on %s', (duration, opens, ends) => {
    expect(endOf(duration, at(opens))).toBe(at(ends));
  });

  it('without end has none', () => {
    expect(endOf('none', at('2026-01-31'))).toBeUndefined();
  });

  it('without end is asked about after a year, and a year after it was kept', () => {
    expect(asksToBeKept(windowOf({}), at('2026-11-21'))).toBe(false);
    expect(asksToBeKept(windowOf({}), at('2026-11-22'))).toBe(true);
    const kept = windowOf({ keptAt: at('2026-11-23') });
    expect(asksToBeKept(kept, at('2027-11-22'))).toBe(false);
    expect(asksToBeKept(kept, at('2027-11-23'))).toBe(true);
  });

  it('that ends by itself, or is closed, is not asked about', () => {
    expect(asksToBeKept(windowOf({ until: at('2028-01-01') }), at('2027-11-22'))).toBe(false);
    expect(asksToBeKept(windowOf({ state: 'closed' }), at('2027-11-22'))).toBe(false);
  });
});
