import type { FieldSpecs } from '#record/fields.ts';
import type { Section } from '#record/section.ts';
import type { allergies } from '#record/sections/allergies.ts';
import type { careTeam } from '#record/sections/care-team.ts';
import type { conditions } from '#record/sections/conditions.ts';
import type { documents } from '#record/sections/documents.ts';
import type { identity } from '#record/sections/identity.ts';
import type { measurements } from '#record/sections/measurements.ts';
import type { treatments } from '#record/sections/treatments.ts';

/** Names of the choice fields of a section, but those whose codes nobody reads (OIDs). */
type ChoiceNames<F extends FieldSpecs> = Exclude<
  { [N in keyof F]: F[N] extends { readonly kind: 'choice' } ? N : never }[keyof F],
  'insOid'
>;
type OptionOf<F> = F extends { readonly options: readonly (infer O extends string)[] } ? O : never;

/**
 * What screens say of a section, field by field and code by code, from its declaration: a field
 * or a code without its words does not compile.
 */
export type SectionWords<S extends Section> = {
  /** "Allergies et intolérances" */
  readonly name: string;
  /** "Ajouter une allergie" */
  readonly add: string;
  /** What the place is for, while it is empty. */
  readonly empty: string;
  /** What "je ne suis pas concerné" says here; empty where it would say nothing. */
  readonly none: string;
  readonly fields: { readonly [N in keyof S['fields']]: string };
  readonly hints: { readonly [N in keyof S['fields']]?: string };
  readonly options: {
    readonly [N in ChoiceNames<S['fields']>]: {
      readonly [O in OptionOf<S['fields'][N]>]: string;
    };
  };
};

export type SectionsWords = {
  readonly identity: SectionWords<typeof identity>;
  readonly allergies: SectionWords<typeof allergies>;
  readonly treatments: SectionWords<typeof treatments>;
  readonly conditions: SectionWords<typeof conditions>;
  readonly measurements: SectionWords<typeof measurements>;
  readonly documents: SectionWords<typeof documents>;
  readonly 'care-team': SectionWords<typeof careTeam>;
};
