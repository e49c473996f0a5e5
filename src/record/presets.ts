import { PROJECTOR_VERSION, type SectionFilter, type WindowFilter } from './window-filter.ts';
import { documentCategories } from './sections/documents.ts';

const whole: SectionFilter = { shown: true };
const leftOut: SectionFilter = { shown: false };

/**
 * What each preset shows. Sections that are not named stay out, and so does whatever is hidden
 * or sensitive, until chosen one by one.
 */
const sectionsByPreset = {
  /** Who follows the person: all that is medical. */
  generalPractitioner: {
    identity: whole,
    allergies: whole,
    treatments: whole,
    conditions: whole,
    measurements: whole,
    documents: {
      shown: true,
      categories: documentCategories.filter((category) => category !== 'administrative'),
    },
    'care-team': whole,
  },
  /** A rescuer: what matters now, and nothing of the past. */
  emergency: {
    identity: whole,
    allergies: whole,
    treatments: { shown: true, currentOnly: true },
    conditions: { shown: true, currentOnly: true },
    measurements: leftOut,
    documents: { shown: true, categories: ['summary', 'directives', 'synthesis'] },
    'care-team': whole,
  },
} as const satisfies Readonly<Record<string, WindowFilter['sections']>>;

export type PresetCode = keyof typeof sectionsByPreset;
export const presetCodes = Object.keys(sectionsByPreset) as readonly PresetCode[];

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
