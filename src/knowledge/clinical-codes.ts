import type { allergies } from '#record/sections/allergies.ts';
import type { identity } from '#record/sections/identity.ts';
import type { LabelledCoding } from './coding.ts';
import allergyData from './data/allergies.json' with { type: 'json' };
import bloodData from './data/blood-groups.json' with { type: 'json' };

type Options<F> = F extends { readonly options: readonly (infer O)[] } ? O : never;
type AllergyFields = (typeof allergies)['fields'];
type ValueSet<V> = readonly (LabelledCoding & { readonly value: V })[];

/** What the record's own codes are in the terminologies of French documents (`data/allergies.json`). */
export const allergyValueSets = {
  criticality: allergyData.criticality as ValueSet<Options<AllergyFields['criticality']>>,
  status: allergyData.status as ValueSet<Options<AllergyFields['status']>>,
  severity: allergyData.severity as ValueSet<Options<AllergyFields['severity']>>,
};

/** Blood groups in SNOMED CT (`data/blood-groups.json`). */
export const bloodGroups = bloodData.groups as readonly (LabelledCoding & {
  readonly group: Options<(typeof identity)['fields']['bloodGroup']>;
})[];
