import type { Element } from '@xmldom/xmldom';
import { saysUnknown, noneOf } from '../../no-known.ts';
import { childAt, childrenOf, textOf } from '../../xml/nodes.ts';
import { conceptsOf, labelOf, wordsOf } from '../concepts.ts';
import { participantOf, type Participant } from '../people.ts';
import { isDone, isOfAnother, optionsOf, type Reading } from '../reading.ts';
import { periodOf } from '../times.ts';
import { commentOf } from './comment.ts';

/** IHE PCC "Procedure Entry": an operation or another act that was done. */
export function readProcedure(entry: Element, reading: Reading): void {
  const concepts = conceptsOf(childAt(entry, 'code'));
  const none = noneOf(concepts);
  if (none !== undefined) return reading.collector.addNone(none);
  if (saysUnknown(concepts) || !isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const who = whoOf(entry);
  const { narratives } = reading;
  reading.collector.add(
    'procedures',
    {
      label:
        labelOf(childAt(entry, 'code'), narratives) ?? wordsOf(childAt(entry, 'text'), narratives),
      type: 'act',
      ...datesOf(entry, reading),
      place: who?.organization,
      performer: who?.name,
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

/** ActCode of HL7: stays in a hospital, among encounters. */
const STAYS = ['IMP', 'ACUTE', 'NONAC', 'EMER', 'SS', 'HH'];

/** IHE PCC "Encounter": a stay that took place. Visits are no hospitalisation. */
export function readEncounter(entry: Element, reading: Reading): void {
  const code = childAt(entry, 'code');
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  if (!conceptsOf(code).some((concept) => STAYS.includes(concept.code))) {
    return reading.collector.warn('notMapped', 'encounter');
  }
  const { narratives } = reading;
  reading.collector.add(
    'procedures',
    {
      label: wordsOf(childAt(entry, 'text'), narratives) ?? labelOf(code, narratives),
      type: 'stay',
      ...datesOf(entry, reading),
      place: placeOf(entry),
      performer: whoOf(entry)?.name,
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

function datesOf(entry: Element, reading: Reading): { start?: string; end?: string } {
  const period = periodOf(childAt(entry, 'effectiveTime'), reading);
  return { ...(period.low && { start: period.low }), ...(period.high && { end: period.high }) };
}

const whoOf = (entry: Element): Participant | undefined =>
  participantOf(childAt(entry, 'performer/assignedEntity')) ??
  participantOf(childAt(entry, 'author/assignedAuthor'));

const placeOf = (entry: Element): string | undefined =>
  childrenOf(entry, 'participant').flatMap(
    (one) => textOf(childAt(one, 'participantRole/playingEntity/name'))?.trim() ?? [],
  )[0] ?? whoOf(entry)?.organization;
