import type { ShownSection } from '#i18n/section-words.ts';
import { language } from '../state/language.svelte.ts';

export type { ShownSection };

/** Whether the code of a section is one that screens show. */
export const isShownSection = (code: string): code is ShownSection =>
  Object.hasOwn(language.words.sections, code);

/** The parts of the medical profile, what a rescuer or a doctor looks for first. */
export const profileGroups = {
  first: ['allergies', 'treatments', 'conditions'],
  followUp: ['results', 'immunizations', 'procedures', 'care-history'],
  background: ['family-history', 'lifestyle', 'disabilities'],
  people: ['identity', 'contacts', 'care-team', 'directives', 'administrative'],
} as const satisfies Readonly<Record<string, readonly ShownSection[]>>;
export type ProfileGroup = keyof typeof profileGroups;

/** The sections that the generic list, detail and form serve: the profile's, and what hangs on it. */
const genericSections = [
  ...profileGroups.first,
  ...profileGroups.followUp,
  ...profileGroups.background,
  ...profileGroups.people,
  'intakes',
] as const;
export type ProfileSection = (typeof genericSections)[number];

export const isProfileSection = (code: string): code is ProfileSection =>
  genericSections.some((section) => section === code);
