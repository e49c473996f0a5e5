import type { Element } from '@xmldom/xmldom';
import { saysUnknown, noneOf } from '../../no-known.ts';
import { attributeOf, childAt, childrenOf, typeOf } from '../../xml/nodes.ts';
import { conceptsOf, labelOf, wordsOf } from '../concepts.ts';
import { participantLabel, participantOf } from '../people.ts';
import { isOfAnother, optionsOf, relatedOf, type Reading } from '../reading.ts';
import { templates } from '../templates.ts';
import { periodOf, type Period } from '../times.ts';
import { commentOf } from './comment.ts';
import { productOf } from './products.ts';

/** LOINC section of what was given during a stay. */
const ADMINISTERED = '18610-6';

/** IHE PCC "Medications" and IHE Pharmacy "Prescription Item". */
export function readMedication(entry: Element, reading: Reading): void {
  const concepts = conceptsOf(childAt(entry, 'code'));
  const none = noneOf(concepts);
  if (none !== undefined) return reading.collector.addNone(none);
  if (saysUnknown(concepts)) return;
  if (attributeOf(entry, 'negationInd') === 'true') {
    return reading.collector.warn('notDone', 'substanceAdministration');
  }
  if (isOfAnother(entry, reading)) return;
  const product = productOf(childAt(entry, 'consumable'), reading);
  const period = boundsOf(entry, reading);
  const wasDuringStay = reading.sectionCode === ADMINISTERED;
  reading.collector.add(
    'treatments',
    {
      ...product,
      lot: undefined,
      dose: doseOf(entry),
      schedule: scheduleOf(entry, reading),
      start: period.low,
      // What was given during a stay did not go on after it.
      end: period.high ?? (wasDuringStay ? period.low : undefined),
      reason: reasonOf(entry, reading),
      prescriber: prescriberOf(entry, reading),
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

const boundsOf = (entry: Element, reading: Reading): Period => {
  const times = childrenOf(entry, 'effectiveTime');
  const interval = times.find((one) => typeOf(one) === 'IVL_TS') ?? times[0];
  return periodOf(interval, reading);
};

/** `1 {tablet}`, or `1 - 2`. A unit may be a code of dose form: only words are shown. */
function doseOf(entry: Element): string | undefined {
  const dose = childAt(entry, 'doseQuantity');
  const values = [dose, childAt(dose, 'low'), childAt(dose, 'high')];
  const numbers = [...new Set(values.flatMap((one) => attributeOf(one, 'value') ?? []))];
  const unit = values.flatMap((one) => attributeOf(one, 'unit') ?? [])[0];
  if (numbers.length === 0) return undefined;
  const words = unit?.replace(/[{}]/g, '') ?? '';
  return /^\d*$/.test(words) ? numbers.join(' - ') : `${numbers.join(' - ')} ${words}`;
}

function scheduleOf(entry: Element, { narratives }: Reading): string | undefined {
  const instruction = relatedOf(entry, templates.patientInstruction)[0];
  const written = childrenOf(entry, 'effectiveTime')
    .map(
      (time) =>
        childAt(time, 'period/translation/originalText') ?? childAt(time, 'event/originalText'),
    )
    .flatMap((text) => wordsOf(text, narratives) ?? []);
  return wordsOf(childAt(instruction, 'text'), narratives) ?? written[0] ?? periodText(entry);
}

/** `/ 12 h`: how often, as UCUM writes it. */
function periodText(entry: Element): string | undefined {
  const period = childrenOf(entry, 'effectiveTime')
    .filter((time) => typeOf(time) === 'PIVL_TS')
    .flatMap((time) => childAt(time, 'period') ?? [])[0];
  const [value, unit] = [attributeOf(period, 'value'), attributeOf(period, 'unit')];
  return value === undefined ? undefined : `/ ${value} ${unit ?? ''}`.trim();
}

const reasonOf = (entry: Element, { narratives }: Reading): string | undefined =>
  relatedOf(entry, templates.internalReference).flatMap(
    (one) => labelOf(childAt(one, 'code'), narratives) ?? [],
  )[0];

function prescriberOf(entry: Element, reading: Reading): string | undefined {
  const supply = relatedOf(entry, templates.supply)[0];
  const authors = [...childrenOf(entry, 'author'), ...childrenOf(supply, 'author')];
  const own = authors.flatMap(
    (one) => participantLabel(participantOf(childAt(one, 'assignedAuthor'))) ?? [],
  );
  const isPrescription = ['57833-6', '57828-6', '57832-8'].includes(reading.header.typeCode ?? '');
  return own[0] ?? (isPrescription ? participantLabel(reading.header.author) : undefined);
}
