import { ok, type Result } from '#base/result.ts';
import { MINUTE_MS } from '#base/time.ts';
import { Collector } from '../collector.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile, InteropDeps } from '../found.ts';
import { limits } from '../limits.ts';
import { readContentLines, unescapeText, type ContentLine } from '../text/content-lines.ts';
import { decodeText } from '../text/decode-text.ts';
import { durationMinutes, readTime } from './times.ts';

/** A component of a calendar, with those within it. */
type Component = {
  readonly name: string;
  readonly lines: ContentLine[];
  readonly inner: Component[];
};

/** Deeper components are read as if they stood at this depth. */
const MAX_DEPTH = 8;

/** iCalendar (RFC 5545): its events become appointments. */
export function readIcs(file: InputFile, deps: InteropDeps): Result<Found, InteropError> {
  const text = decodeText(file.bytes);
  if (!text.ok) return text;
  const collector = new Collector();
  const index = collector.addFile({
    name: file.name,
    mediaType: 'text/calendar',
    bytes: file.bytes,
  });
  const root = toComponents(readContentLines(text.value));
  for (const component of root.inner.flatMap((calendar) => calendar.inner)) {
    if (component.name === 'VEVENT') readEvent(component, deps.zone, collector);
    else if (component.name !== 'VTIMEZONE')
      collector.warn('notMapped', component.name.slice(0, 32));
    if (collector.size >= limits.entries) break;
  }
  if (collector.size === 0) {
    collector.add('documents', { title: file.name, category: 'other' }, { file: index });
  }
  return ok({ kind: 'ics', title: file.name, ...collector.done(), source: { format: 'ics' } });
}

function toComponents(lines: readonly ContentLine[]): Component {
  const root: Component = { name: '', lines: [], inner: [] };
  const open = [root];
  for (const line of lines) {
    const current = open.at(-1) ?? root;
    if (line.name === 'BEGIN') {
      const component: Component = { name: line.value.trim().toUpperCase(), lines: [], inner: [] };
      current.inner.push(component);
      if (open.length < MAX_DEPTH) open.push(component);
    } else if (line.name === 'END') {
      if (open.length > 1 && current.name === line.value.trim().toUpperCase()) open.pop();
    } else current.lines.push(line);
  }
  return root;
}

const lineOf = ({ lines }: Component, name: string): ContentLine | undefined =>
  lines.find((line) => line.name === name);

const textOf = (component: Component, name: string): string | undefined => {
  const text = unescapeText(lineOf(component, name)?.value ?? '').trim();
  return text === '' ? undefined : text;
};

const STATUSES: Readonly<Record<string, string>> = {
  TENTATIVE: 'proposed',
  CONFIRMED: 'booked',
  CANCELLED: 'cancelled',
};

function readEvent(event: Component, zone: string, collector: Collector): void {
  const start = readTime(lineOf(event, 'DTSTART'), zone, collector);
  const title =
    textOf(event, 'SUMMARY') ?? textOf(event, 'LOCATION') ?? textOf(event, 'DESCRIPTION');
  const uid = textOf(event, 'UID');
  const recurrenceId = lineOf(event, 'RECURRENCE-ID')?.value ?? '';
  const alarms = event.inner.flatMap((alarm) => reminderOf(alarm) ?? []);
  collector.add(
    'appointments',
    {
      title: title?.split('\n')[0],
      start,
      minutes: start && minutesOf(event, start.at, zone, collector),
      who: organizerOf(event),
      place: textOf(event, 'LOCATION')?.replace(/\n/g, ', '),
      status: STATUSES[lineOf(event, 'STATUS')?.value.toUpperCase() ?? ''],
      reminders: alarms.length > 0 ? [...new Set(alarms)].slice(0, 8) : undefined,
      recurrence: recurrenceOf(event, collector),
      note: textOf(event, 'DESCRIPTION'),
    },
    { identity: uid === undefined ? undefined : `${uid}${recurrenceId}` },
  );
}

/** Longer than a month is no appointment's length. */
const MAX_MINUTES = 31 * 1440;

function minutesOf(
  event: Component,
  startAt: number,
  zone: string,
  collector: Collector,
): string | undefined {
  const end = lineOf(event, 'DTEND');
  const isDate = end?.value.length === 8;
  const endAt = end && !isDate ? readTime(end, zone, collector)?.at : undefined;
  const minutes =
    endAt === undefined
      ? durationMinutes(lineOf(event, 'DURATION')?.value ?? '')
      : Math.round((endAt - startAt) / MINUTE_MS);
  return minutes !== undefined && minutes > 0 && minutes <= MAX_MINUTES
    ? String(minutes)
    : undefined;
}

function organizerOf(event: Component): string | undefined {
  const line = lineOf(event, 'ORGANIZER');
  return line?.parameters.get('CN') ?? line?.value.replace(/^mailto:/i, '');
}

/** Minutes before the start, of an alarm relative to it. */
function reminderOf(alarm: Component): string | undefined {
  const trigger = alarm.name === 'VALARM' ? lineOf(alarm, 'TRIGGER') : undefined;
  const minutes = durationMinutes(trigger?.value ?? '');
  return minutes !== undefined && minutes <= 0 ? String(-minutes) : undefined;
}

const RULE_PART = /^(?:FREQ|UNTIL|COUNT|INTERVAL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[\w+,-]+$/;
/** More occurrences than a person could keep. */
const MAX_COUNT = 1_000;

/** A rule that a calendar can follow: days at the least, and a bounded count. */
function recurrenceOf(event: Component, collector: Collector): string | undefined {
  const rule = lineOf(event, 'RRULE')?.value.trim().toUpperCase();
  if (rule === undefined) return undefined;
  const parts = rule.split(';');
  const valueOf = (name: string): string | undefined =>
    parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
  const isSane =
    parts.every((part) => RULE_PART.test(part)) &&
    /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(valueOf('FREQ') ?? '') &&
    Number(valueOf('INTERVAL') ?? 1) >= 1 &&
    Number(valueOf('COUNT') ?? 1) <= MAX_COUNT &&
    rule.length <= 300;
  if (!isSane) collector.warn('notMapped', 'RRULE');
  return isSane ? rule : undefined;
}
