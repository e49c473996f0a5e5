import { DAY_MS, type Instant } from '#base/time.ts';
import { language } from '../state/language.svelte.ts';

/** "jusqu’au 22 mai", with the hour when the end is near; "sans limite". */
export function untilText(until: Instant | undefined, now: Instant): string {
  const { formats, words } = language;
  if (until === undefined) return words.windows.noEnd;
  const today = formats.dayOf(now);
  const isNear = until - now < 2 * DAY_MS;
  return words.windows.untilDate(
    isNear ? formats.moment(until, today) : formats.day(formats.dayOf(until), today),
  );
}
