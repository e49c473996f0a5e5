import type { Element } from '@xmldom/xmldom';
import { childAt, childrenAt, childrenOf } from '../../xml/nodes.ts';
import { labelOf, wordsOf } from '../concepts.ts';
import { participantLabel, participantOf } from '../people.ts';
import { isDone, optionsOf, type Reading } from '../reading.ts';
import { momentOf, periodOf } from '../times.ts';
import { productOf } from './products.ts';

/** Types of document that tell what was paid back or handed out, and not how the person is. */
const TELLING_CARE = ['REMB', '60593-1'];
export const tellsCare = ({ header }: Reading): boolean =>
  TELLING_CARE.includes(header.typeCode ?? '');

/** Kind of statement of HL7 V3 to the types of the care history. */
const TYPES: Readonly<Record<string, string>> = {
  substanceAdministration: 'medicine',
  encounter: 'stay',
  procedure: 'act',
  act: 'act',
};

/** A stay, an act, a medicine or a device, as the health insurance or a pharmacist tells it. */
export function readCare(entry: Element, reading: Reading): void {
  if (!isDone(entry, reading)) return;
  const name = entry.localName ?? '';
  const supply = name === 'supply' ? entry : childrenAt(entry, 'entryRelationship/supply')[0];
  const device = childrenAt(entry, 'participant/participantRole/playingDevice')[0];
  const performer = childAt(entry, 'performer') ?? childAt(supply, 'performer');
  const author = childAt(entry, 'author') ?? childAt(supply, 'author');
  const handedOut =
    momentOf(childAt(performer, 'time'), reading) ?? momentOf(childAt(author, 'time'), reading);
  reading.collector.add(
    'care-history',
    {
      label: careLabel(entry, device, reading),
      type: TYPES[name] ?? (device ? 'device' : 'medicine'),
      date:
        periodOf(childAt(entry, 'effectiveTime'), reading).low ??
        handedOut?.date ??
        reading.header.date?.date,
      performer: participantLabel(participantOf(childAt(performer, 'assignedEntity'))),
      note: participantLabel(participantOf(childAt(author, 'assignedAuthor'))),
    },
    optionsOf(entry, reading),
  );
}

function careLabel(
  entry: Element,
  device: Element | undefined,
  reading: Reading,
): string | undefined {
  const { narratives } = reading;
  const holder = childAt(entry, 'consumable') ?? childAt(entry, 'product');
  const code = childrenOf(entry, 'code')[0];
  return (
    productOf(holder, reading).label ??
    labelOf(childAt(device, 'code'), narratives) ??
    labelOf(childAt(code, 'qualifier/value'), narratives) ??
    wordsOf(childAt(entry, 'text'), narratives) ??
    labelOf(code, narratives)
  );
}
