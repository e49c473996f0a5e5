import type { FieldSpecs } from '#record/fields.ts';
import type { Section } from '#record/section.ts';
import type { administrative } from '#record/sections/administrative.ts';
import type { allergies } from '#record/sections/allergies.ts';
import type { appointments } from '#record/sections/appointments.ts';
import type { careHistory } from '#record/sections/care-history.ts';
import type { careTeam } from '#record/sections/care-team.ts';
import type { conditions } from '#record/sections/conditions.ts';
import type { contacts } from '#record/sections/contacts.ts';
import type { directives } from '#record/sections/directives.ts';
import type { disabilities } from '#record/sections/disabilities.ts';
import type { documents } from '#record/sections/documents.ts';
import type { familyHistory } from '#record/sections/family-history.ts';
import type { identity } from '#record/sections/identity.ts';
import type { immunizations } from '#record/sections/immunizations.ts';
import type { intakes } from '#record/sections/intakes.ts';
import type { lifestyle } from '#record/sections/lifestyle.ts';
import type { measurements } from '#record/sections/measurements.ts';
import type { procedures } from '#record/sections/procedures.ts';
import type { results } from '#record/sections/results.ts';
import type { targets } from '#record/sections/targets.ts';
import type { treatments } from '#record/sections/treatments.ts';

/** The sections that screens show, by their codes. */
type ShownSections = {
  readonly identity: typeof identity;
  readonly allergies: typeof allergies;
  readonly treatments: typeof treatments;
  readonly conditions: typeof conditions;
  readonly measurements: typeof measurements;
  readonly targets: typeof targets;
  readonly results: typeof results;
  readonly immunizations: typeof immunizations;
  readonly procedures: typeof procedures;
  readonly disabilities: typeof disabilities;
  readonly lifestyle: typeof lifestyle;
  readonly 'family-history': typeof familyHistory;
  readonly documents: typeof documents;
  readonly 'care-team': typeof careTeam;
  readonly contacts: typeof contacts;
  readonly directives: typeof directives;
  readonly intakes: typeof intakes;
  readonly 'care-history': typeof careHistory;
  readonly appointments: typeof appointments;
  readonly administrative: typeof administrative;
};
export type ShownSection = keyof ShownSections;

/** Names of the fields whose values are codes that the section lists. */
type ChoiceNames<F extends FieldSpecs> = {
  [N in keyof F]: OptionOf<F[N]> extends never ? never : N;
}[keyof F];
type OptionOf<F> = F extends { readonly options: readonly (infer O extends string)[] }
  ? O
  : F extends { readonly of: infer I }
    ? OptionOf<I>
    : never;

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

/** Everything said of sections, for their lists, details and forms. */
export type SectionsWords = {
  readonly [C in ShownSection]: SectionWords<ShownSections[C]>;
};

/** The choices that stand in a row's title, or that lists are parted by. */
type TitleFields = {
  readonly measurements: 'kind';
  readonly targets: 'kind';
  readonly lifestyle: 'topic';
  readonly documents: 'category';
  readonly directives: 'type';
};

/** What a row says of any entry among others: all that is needed before a section is opened. */
export type SectionTitles = {
  readonly [C in ShownSection]: {
    readonly name: string;
    readonly options: C extends keyof TitleFields
      ? {
          readonly [N in TitleFields[C]]: SectionsWords[C]['options'][N &
            keyof SectionsWords[C]['options']];
        }
      : Readonly<Record<string, never>>;
  };
};
