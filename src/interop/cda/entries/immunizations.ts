import type { Element } from '@xmldom/xmldom';
import { diseasesOfAtc } from '../../vaccine-diseases.ts';
import { attributeOf, childAt, childrenOf } from '../../xml/nodes.ts';
import { labelOf } from '../concepts.ts';
import { participantLabel, participantOf } from '../people.ts';
import { isDone, isOfAnother, optionsOf, relatedByCode, type Reading } from '../reading.ts';
import { observedAt } from '../times.ts';
import { noneOf } from '../../no-known.ts';
import { conceptsOf } from '../concepts.ts';
import { commentOf } from './comment.ts';
import { productOf } from './products.ts';

/** LOINC: rank of the vaccination. */
const DOSE_RANK = '30973-2';

/** IHE PCC "Immunizations": a vaccine received. */
export function readImmunization(entry: Element, reading: Reading): void {
  const none = noneOf(conceptsOf(childAt(entry, 'code')));
  if (none !== undefined) return reading.collector.addNone(none);
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const product = productOf(childAt(entry, 'consumable'), reading);
  const performer = childAt(entry, 'performer/assignedEntity');
  reading.collector.add(
    'immunizations',
    {
      vaccine: product.label,
      date: observedAt(childAt(entry, 'effectiveTime'), reading)?.date,
      diseases: diseasesOfAtc(product.atc),
      doseRank: attributeOf(childAt(relatedByCode(entry, DOSE_RANK), 'value'), 'value'),
      vaccinator: participantLabel(participantOf(performer)),
      lot: product.lot,
      atc: product.atc,
      reaction: reactionOf(entry, reading),
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

/** What the vaccine was the cause of. */
function reactionOf(entry: Element, { narratives }: Reading): string | undefined {
  return childrenOf(entry, 'entryRelationship')
    .filter((relation) => attributeOf(relation, 'typeCode') === 'CAUS')
    .flatMap((relation) => childrenOf(relation, 'observation'))
    .flatMap((one) => labelOf(childAt(one, 'value'), narratives) ?? [])[0];
}
