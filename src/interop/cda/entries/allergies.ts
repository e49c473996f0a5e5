import type { Element } from '@xmldom/xmldom';
import { allergyValueSets } from '#knowledge/clinical-codes.ts';
import { allergyCategoryOf } from '../../allergy-codes.ts';
import { noneOf } from '../../no-known.ts';
import { attributeOf, childAt, childrenAt, childrenOf, textOf } from '../../xml/nodes.ts';
import { conceptsOf, labelOf, wordsOf } from '../concepts.ts';
import {
  isDone,
  isOfAnother,
  optionsOf,
  relatedByCode,
  relatedOf,
  type Reading,
} from '../reading.ts';
import { templates } from '../templates.ts';
import { periodOf } from '../times.ts';
import { commentOf } from './comment.ts';

/** LOINC codes of what is observed about an allergy. */
const CRITICALITY = '82606-5';
const CERTAINTY = '66455-7';

/** IHE PCC "Allergy and intolerance". */
export function readAllergy(entry: Element, reading: Reading): void {
  const value = childAt(entry, 'value');
  const none = noneOf(conceptsOf(value));
  if (none !== undefined) return reading.collector.addNone(none);
  if (!isDone(entry, reading) || isOfAnother(entry, reading)) return;
  const period = periodOf(childAt(entry, 'effectiveTime'), reading);
  reading.collector.add(
    'allergies',
    {
      substance: substanceOf(entry, reading),
      category: allergyCategoryOf(attributeOf(childAt(entry, 'code'), 'code')),
      reaction: reactionOf(entry, reading),
      severity: severityOf(entry),
      criticality: known(allergyValueSets.criticality, codeOfRelated(entry, CRITICALITY)),
      certainty: codeOfRelated(entry, CERTAINTY),
      status: known(allergyValueSets.status, statusOf(entry)),
      since: period.low,
      note: commentOf(entry, reading),
    },
    optionsOf(entry, reading),
  );
}

function substanceOf(entry: Element, { narratives }: Reading): string | undefined {
  const agent = childrenOf(entry, 'participant')
    .filter((one) => attributeOf(one, 'typeCode') === 'CSM')
    .map((one) => childAt(one, 'participantRole/playingEntity'))[0];
  const value = childAt(entry, 'value');
  return (
    textOf(childAt(agent, 'name'))?.trim() ??
    labelOf(childAt(agent, 'code'), narratives) ??
    labelOf(value, narratives) ??
    wordsOf(childAt(entry, 'text'), narratives)
  );
}

const reactionsOf = (entry: Element): Element[] =>
  childrenOf(entry, 'entryRelationship')
    .filter((relation) => attributeOf(relation, 'typeCode') === 'MFST')
    .flatMap((relation) => childrenOf(relation, 'observation'));

function reactionOf(entry: Element, { narratives }: Reading): string | undefined {
  const words = reactionsOf(entry).flatMap(
    (one) =>
      labelOf(childAt(one, 'value'), narratives) ?? wordsOf(childAt(one, 'text'), narratives) ?? [],
  );
  return words.length === 0 ? undefined : words.join(', ');
}

/** HL7's levels beside SNOMED CT's. */
const LEVELS: Readonly<Record<string, string>> = { L: 'mild', M: 'moderate', H: 'severe' };

function severityOf(entry: Element): string | undefined {
  const all = [entry, ...reactionsOf(entry)].flatMap((one) => relatedOf(one, templates.severity));
  const code = all.flatMap((one) => attributeOf(childAt(one, 'value'), 'code') ?? [])[0];
  return known(allergyValueSets.severity, code) ?? LEVELS[code ?? ''];
}

const statusOf = (entry: Element): string | undefined =>
  relatedOf(entry, templates.problemStatus).flatMap(
    (one) => attributeOf(childAt(one, 'value'), 'code') ?? [],
  )[0];

const codeOfRelated = (entry: Element, code: string): string | undefined => {
  const related = relatedByCode(entry, code);
  return related && attributeOf(childrenAt(related, 'value')[0], 'code');
};

const known = (
  valueSet: readonly { readonly value: string; readonly code: string }[],
  code: string | undefined,
): string | undefined => valueSet.find((one) => one.code === code)?.value;
