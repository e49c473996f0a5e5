import type { JsonRecord } from '../text/read-json.ts';
import { at, codingsOf, listAt, textAt } from './elements.ts';
import { typeOf, type Resources } from './resources.ts';

/** LOINC codes of the sections of an International Patient Summary to those of the record. */
const SECTIONS: Readonly<Record<string, string>> = {
  '48765-2': 'allergies',
  '11450-4': 'conditions',
  '10160-0': 'treatments',
  '11369-6': 'immunizations',
  '47519-4': 'procedures',
  '30954-2': 'results',
};
const RESULTS = '30954-2';
/** LOINC: patient summary document. */
const SUMMARY = '60591-5';

export const findComposition = ({ all }: Resources): JsonRecord | undefined =>
  all.find((resource) => typeOf(resource) === 'Composition');

export const isSummary = (composition: JsonRecord | undefined): boolean =>
  codingsOf(at(composition, 'type')).some(({ code }) => code === SUMMARY);

const codeOf = (section: JsonRecord): string => codingsOf(at(section, 'code'))[0]?.code ?? '';

/** Sections that a summary says to be empty because there is nothing, and not for another reason. */
export function emptySections(composition: JsonRecord | undefined): string[] {
  return listAt(composition, 'section').flatMap((section) => {
    const reason = textAt(section, 'emptyReason.coding.code');
    const name = SECTIONS[codeOf(section)];
    return reason === 'nilknown' && name !== undefined ? [name] : [];
  });
}

/** Observations that the section of results lists, alone or within reports and panels. */
export function resultsOf(
  composition: JsonRecord | undefined,
  resources: Resources,
): ReadonlySet<JsonRecord> {
  const found = new Set<JsonRecord>();
  const visit = (resource: JsonRecord | undefined): void => {
    if (!resource || found.has(resource)) return;
    found.add(resource);
    for (const name of ['result', 'hasMember']) {
      for (const reference of listAt(resource, name)) visit(resources.follow(reference, resource));
    }
  };
  const sections = listAt(composition, 'section').filter((section) => codeOf(section) === RESULTS);
  for (const section of sections) {
    for (const reference of listAt(section, 'entry')) {
      visit(resources.follow(reference, composition ?? section));
    }
  }
  for (const report of resources.all.filter((one) => typeOf(one) === 'DiagnosticReport')) {
    for (const reference of listAt(report, 'result')) visit(resources.follow(reference, report));
  }
  return found;
}
