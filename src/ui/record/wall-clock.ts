import { fromAbsolute, parseDateTime, toZoned, type ZonedDateTime } from '@internationalized/date';
import { instant, type Instant } from '#base/time.ts';

/** Year to minute, as `<input type="datetime-local">` has it: what clocks on the wall said. */
const MINUTES = 'YYYY-MM-DDTHH:mm'.length;

/** What the clock showed there and then: `2026-03-29T01:59`. */
export const wallClock = (at: Instant, zone: string): string =>
  zoned(at, zone).toString().slice(0, MINUTES);

/**
 * The moment at which a clock there shows that; the first of the two where it shows it twice.
 * `skipped`: it never does, the clock went forward. `impossible`: no day or hour at all.
 */
export function readWallClock(local: string, zone: string): Instant | 'skipped' | 'impossible' {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return 'impossible';
  try {
    const at = instant(
      toZoned(parseDateTime(local), knownZone(zone), 'earlier').toDate().getTime(),
    );
    return wallClock(at, zone) === local ? at : 'skipped';
  } catch {
    return 'impossible';
  }
}

const zoned = (at: Instant, zone: string): ZonedDateTime => fromAbsolute(at, knownZone(zone));

/** A zone that this device does not know reads as London's. */
function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}
