import { DAY_MS, instant, type Instant } from '#base/time.ts';
import type { ChannelState } from '#vault/api.ts';

export const durations = ['day', 'month', 'halfYear', 'none'] as const;
export type Duration = (typeof durations)[number];

/** The end of a window that opens now; undefined: none. Months are those of the calendar. */
export function endOf(duration: Duration, now: Instant): Instant | undefined {
  if (duration === 'none') return undefined;
  if (duration === 'day') return instant(now + DAY_MS);
  const end = new Date(now);
  const day = end.getDate();
  end.setMonth(end.getMonth() + (duration === 'month' ? 1 : 6));
  // 31 January + 1 month is the last day of February, not the third of March.
  if (end.getDate() !== day) end.setDate(0);
  return instant(end.getTime());
}

/** A window without end that was opened, or last looked at, a year ago or more. */
export function asksToBeKept(
  { openedAt, keptAt, until, state }: ChannelState,
  now: Instant,
): boolean {
  if (until !== undefined || (state !== 'open' && state !== 'sending')) return false;
  const due = new Date(keptAt ?? openedAt);
  due.setFullYear(due.getFullYear() + 1);
  return due.getTime() <= now;
}
