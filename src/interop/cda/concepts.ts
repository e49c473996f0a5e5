import type { Element } from '@xmldom/xmldom';
import type { Coding } from '#knowledge/coding.ts';
import { attributeOf, childAt, childrenOf, textOf } from '../xml/nodes.ts';

/** A coded value of HL7 V3 (CD, CE, CV), with what it is called. */
export type Concept = Coding & { readonly label: string | undefined };

/** Code systems that are read here, by OID. Source: ANS, NOS and CI-SIS annexes. */
export const systems = {
  loinc: '2.16.840.1.113883.6.1',
  snomed: '2.16.840.1.113883.6.96',
  icd10: '2.16.840.1.113883.6.3',
  atc: '2.16.840.1.113883.6.73',
  cip: '1.2.250.1.213.2.3.2',
  cnamMedicines: '1.2.250.1.215.200.1.1.1',
  cnamAtc: '1.2.250.1.215.200.1.2.1',
  professions: '1.2.250.1.213.1.1.4.5',
} as const;

/** The code itself, then its translations, those of translations too. */
export function conceptsOf(element: Element | undefined): Concept[] {
  if (!element) return [];
  const [code, codeSystem] = [attributeOf(element, 'code'), attributeOf(element, 'codeSystem')];
  const own: Concept[] =
    code === undefined
      ? []
      : [{ code, codeSystem: codeSystem ?? '', label: attributeOf(element, 'displayName') }];
  return [...own, ...childrenOf(element, 'translation').flatMap(conceptsOf)];
}

export const codeIn = (
  concepts: readonly Concept[],
  ...oids: readonly string[]
): string | undefined => concepts.find(({ codeSystem }) => oids.includes(codeSystem))?.code;

/** Texts of a document's narratives by their ID, for what entries refer to. */
export type Narratives = ReadonlyMap<string, string>;

/** What an element says in words: its own text, or the piece of narrative that it points at. */
export function wordsOf(element: Element | undefined, narratives: Narratives): string | undefined {
  const reference = attributeOf(childAt(element, 'reference'), 'value');
  const pointed = reference === undefined ? undefined : narratives.get(reference.replace(/^#/, ''));
  return pointed ?? textOf(element)?.trim();
}

/** A concept in words: as its author wrote it, else its label, else a translation's. */
export function labelOf(element: Element | undefined, narratives: Narratives): string | undefined {
  const shown = conceptsOf(element).find(({ label }) => label !== undefined)?.label;
  return shown ?? wordsOf(childAt(element, 'originalText'), narratives);
}
