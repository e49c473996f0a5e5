import type { Element } from '@xmldom/xmldom';
import type { PartialDate } from '#base/time.ts';
import type { InstantWithZone } from '#record/fields.ts';
import type { Collector } from '../collector.ts';
import { middayOf, parseHl7, type Moment } from '../moments.ts';
import { attributeOf, childAt } from '../xml/nodes.ts';

/** What reading an entry needs around it. */
export type TimeReading = { readonly zone: string; readonly collector: Collector };

/** The moment of an element's own `value`; one that no calendar has is counted. */
export function momentOf(element: Element | undefined, reading: TimeReading): Moment | undefined {
  const text = attributeOf(element, 'value');
  if (text === undefined) return undefined;
  const moment = parseHl7(text, reading.zone);
  if (!moment) reading.collector.warn('dateInvalid', 'TS');
  return moment;
}

export type Period = { readonly low?: PartialDate; readonly high?: PartialDate };

/** Bounds of an interval; a point in time is where it begins. */
export function periodOf(element: Element | undefined, reading: TimeReading): Period {
  const low = momentOf(childAt(element, 'low'), reading) ?? momentOf(element, reading);
  const high = momentOf(childAt(element, 'high'), reading);
  return { ...(low && { low: low.date }), ...(high && { high: high.date }) };
}

/** The moment of an observation: its time, or where its interval begins. */
export const observedAt = (
  element: Element | undefined,
  reading: TimeReading,
): Moment | undefined =>
  momentOf(element, reading) ??
  momentOf(childAt(element, 'low'), reading) ??
  momentOf(childAt(element, 'high'), reading);

/** A moment with its hour; midday, said so, when only the day is known. */
export function toInstant(
  moment: Moment | undefined,
  { zone, collector }: TimeReading,
): InstantWithZone | undefined {
  if (!moment) return undefined;
  if (moment.type === 'instant') return moment.moment;
  const midday = middayOf(moment.date, zone);
  if (midday) collector.warn('hourUnknown');
  return midday;
}
