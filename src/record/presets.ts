import { PROJECTOR_VERSION, type SectionFilter, type WindowFilter } from './window-filter.ts';
import { sections } from './registry.ts';
import type { Section } from './section.ts';
import { documentCategories, type DocumentCategory } from './sections/documents.ts';

const whole: SectionFilter = { shown: true };
const current: SectionFilter = { shown: true, currentOnly: true };
const leftOut: SectionFilter = { shown: false };
const documentsOf = (...categories: readonly DocumentCategory[]): SectionFilter => ({
  shown: true,
  categories,
});

const projectable = (sections as readonly Section[]).filter((section) => section.projectable);

/** Every section that a window may show, as `filterOf` has it: a new section takes its place by itself. */
const eachSection = (
  filterOf: (section: Section) => SectionFilter | undefined,
): Readonly<Record<string, SectionFilter>> =>
  Object.fromEntries(
    projectable.flatMap((section) => {
      const filter = filterOf(section);
      return filter ? [[section.code, filter]] : [];
    }),
  );

/** All that is medical; what a person keeps for themselves only when it is turned on. */
const ofCare = (documents: SectionFilter): Readonly<Record<string, SectionFilter>> =>
  eachSection(({ code, audience }) => {
    if (code === 'documents') return documents;
    return audience === 'care' || audience === 'emergency' ? whole : leftOut;
  });

/**
 * What each preset shows. A section that is named and left out may be turned on; one that is not
 * named stays out, and so does whatever is hidden or sensitive, until chosen one by one.
 */
const sectionsByPreset = {
  /** Who follows the person: all that is medical. */
  generalPractitioner: ofCare({
    shown: true,
    categories: documentCategories.filter((category) => category !== 'administrative'),
  }),
  /** Asked for an opinion: all that is medical but papers that only follow a person. */
  specialist: ofCare(
    documentsOf('summary', 'prescriptions', 'imaging', 'laboratory', 'reports', 'synthesis'),
  ),
  /** Who dispenses: what interacts, past medicines too, and prescriptions. */
  pharmacist: {
    identity: whole,
    allergies: whole,
    treatments: whole,
    conditions: current,
    immunizations: whole,
    results: leftOut,
    measurements: leftOut,
    documents: documentsOf('prescriptions'),
    'care-team': leftOut,
  },
  /** Who cares at home: what goes on now, what is measured, what was prescribed. */
  nurse: {
    identity: whole,
    allergies: whole,
    treatments: current,
    conditions: current,
    measurements: whole,
    targets: whole,
    results: whole,
    immunizations: whole,
    disabilities: whole,
    documents: documentsOf('prescriptions', 'reports'),
    'care-team': whole,
  },
  /** What an anaesthetic, a bleeding or a prescription would meet. */
  dentist: {
    identity: whole,
    allergies: whole,
    treatments: current,
    conditions: current,
    measurements: leftOut,
    documents: leftOut,
    'care-team': leftOut,
  },
  physiotherapist: {
    identity: whole,
    allergies: whole,
    treatments: current,
    conditions: current,
    procedures: whole,
    disabilities: whole,
    measurements: leftOut,
    documents: documentsOf('prescriptions', 'imaging', 'reports'),
    'care-team': leftOut,
  },
  /** Deposits only: a laboratory gives results and reads nothing. */
  laboratory: {},
  /** A rescuer: what matters now, and nothing of the past. */
  emergency: eachSection(({ code, audience, lasts }) => {
    if (code === 'documents') return documentsOf('summary', 'directives', 'synthesis');
    if (audience !== 'emergency') return undefined;
    return lasts && code !== 'allergies' ? current : whole;
  }),
  /** Nothing: who says whether somebody can work at a post has no access to their record. */
  occupationalPhysician: {},
  custom: eachSection(() => leftOut),
} as const satisfies Readonly<Record<string, WindowFilter['sections']>>;

export type PresetCode = keyof typeof sectionsByPreset;
export const presetCodes = Object.keys(sectionsByPreset) as readonly PresetCode[];

/** Whether a window tells somebody's history: every illness, past ones too, and documents. */
export function isBroad({ sections }: Pick<WindowFilter, 'sections'>): boolean {
  const { conditions, documents } = sections;
  return conditions?.shown === true && conditions.currentOnly !== true && documents?.shown === true;
}

/** The first filter of a window opened on a preset. */
export const filterFromPreset = (preset: PresetCode): WindowFilter => ({
  number: 1,
  projector: PROJECTOR_VERSION,
  preset,
  sections: sectionsByPreset[preset],
  include: [],
  includeProtected: [],
  exclude: [],
});
