import type { Element } from '@xmldom/xmldom';
import { attributeOf, childAt, childrenAt, childrenOf } from '../xml/nodes.ts';
import { readAllergy } from './entries/allergies.ts';
import { readCare, tellsCare } from './entries/care.ts';
import { readFamily } from './entries/family.ts';
import { readImmunization } from './entries/immunizations.ts';
import { isMeasure, readMeasures } from './entries/measures.ts';
import { readMedication } from './entries/medications.ts';
import { readProblem } from './entries/problems.ts';
import { readEncounter, readProcedure } from './entries/procedures.ts';
import { readResult } from './entries/results.ts';
import { readSocialHistory } from './entries/social-history.ts';
import { isOfAnother, type EntryReader, type Reading } from './reading.ts';
import { hasTemplate, templates } from './templates.ts';

/** In this order: an allergy conforms to the template of problems too. */
const readers: readonly (readonly [string, EntryReader])[] = [
  [templates.allergy, readAllergy],
  [templates.problem, readProblem],
  [templates.plannedImmunization, (_entry, { collector }) => collector.warn('notDone', 'vaccine')],
  [templates.immunization, readImmunization],
  [templates.medication, readMedication],
  [templates.laboratoryObservation, readResult],
  [templates.familyOrganizer, readFamily],
  [templates.socialHistory, readSocialHistory],
  [templates.procedure, readProcedure],
  [templates.encounter, readEncounter],
];

/** Each section of the body, and the sections within it. */
export function readBody(root: Element, reading: Reading): void {
  const sections = childrenAt(root, 'component/structuredBody/component/section');
  for (const section of sections) readSection(section, reading);
}

function readSection(section: Element, around: Reading): void {
  const sectionCode = attributeOf(childAt(section, 'code'), 'code');
  const reading = { ...around, sectionCode };
  if (isOfAnother(section, reading)) return;
  for (const entry of childrenOf(section, 'entry')) readStatements(childrenOf(entry), reading);
  for (const inner of childrenAt(section, 'component/section')) readSection(inner, around);
}

/** Statements that stand side by side: measures among them may belong together. */
function readStatements(statements: readonly Element[], reading: Reading): void {
  const clinical = statements.filter((one) => !HEADERS.has(one.localName ?? ''));
  const measures = clinical.filter(
    (one) =>
      one.localName === 'observation' && !hasTemplate(one, templates.pregnancy) && isMeasure(one),
  );
  if (measures.length > 0) readMeasures(measures, reading);
  for (const one of clinical) if (!measures.includes(one)) readStatement(one, reading);
}

function readStatement(entry: Element, reading: Reading): void {
  if (hasTemplate(entry, templates.pregnancy)) return notMapped(entry, reading);
  if (tellsCare(reading) && CARE.has(entry.localName ?? '')) return readCare(entry, reading);
  const reader = readers.find(([template]) => hasTemplate(entry, template))?.[1];
  if (reader) return reader(entry, reading);
  const inner = statementsWithin(entry);
  if (inner.length > 0) {
    if (!isOfAnother(entry, reading)) readStatements(inner, reading);
  } else if (entry.localName === 'observation' && childAt(entry, 'value'))
    notMapped(entry, reading);
}

function notMapped(entry: Element, { collector }: Reading): void {
  const label = labelFor(entry);
  if (label !== ABOUT_ATTACHMENT) collector.warn('notMapped', label);
}

/** Statements that tell care in the documents that tell it. */
const CARE = new Set(['substanceAdministration', 'supply', 'encounter', 'procedure']);

/** LOINC: type of an attached document, which is said of the document. */
const ABOUT_ATTACHMENT = '69764-9';

/** What stands beside statements in an entry and is none. */
const HEADERS = new Set(['templateId', 'realmCode', 'typeId']);

const statementsWithin = (entry: Element): Element[] =>
  ['entryRelationship', 'component'].flatMap((name) =>
    childrenOf(entry, name).flatMap((relation) => childrenOf(relation)),
  );

/** A code of a terminology tells no secret: it is what the fact is about, not its value. */
const labelFor = (entry: Element): string =>
  attributeOf(childAt(entry, 'code'), 'code') ?? entry.localName ?? '';
