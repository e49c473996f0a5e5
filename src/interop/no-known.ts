/**
 * Codes that say "none known" of a whole section: SNOMED CT situations, and the IPS set of FHIR.
 * What says "no information" says nothing, and is not here.
 */
const sectionByCode: Readonly<Record<string, string>> = {
  '716186003': 'allergies',
  '160244002': 'allergies',
  'no-known-allergies': 'allergies',
  '160245001': 'conditions',
  'no-known-problems': 'conditions',
  '787481004': 'treatments',
  '182904002': 'treatments',
  'no-known-medications': 'treatments',
  'no-known-procedures': 'procedures',
  'no-known-immunizations': 'immunizations',
};

/** The section of which a coded value says that there is nothing. */
export const noneOf = (concepts: readonly { readonly code: string }[]): string | undefined =>
  concepts.map(({ code }) =>
    Object.hasOwn(sectionByCode, code) ? sectionByCode[code] : undefined,
  )[0];

/** A statement without a code: `No known allergies`. */
export const saysNoneInWords = (words: string): boolean =>
  /^(?:no|nil) known\b/i.test(words) || /^aucune? (?:.* )?connue?s?\b/i.test(words);

/** Codes that say that nothing is known about the matter. */
const UNKNOWN = /^no-[a-z]+-info$/;
export const saysUnknown = (concepts: readonly { readonly code: string }[]): boolean =>
  concepts.some(({ code }) => UNKNOWN.test(code));
