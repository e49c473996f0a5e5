import Activity from '@lucide/svelte/icons/activity';
import FileText from '@lucide/svelte/icons/file-text';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import IdCard from '@lucide/svelte/icons/id-card';
import Pill from '@lucide/svelte/icons/pill';
import Stethoscope from '@lucide/svelte/icons/stethoscope';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { SectionsWords } from '#i18n/section-words.ts';
import type { Icon } from '../components/icon.ts';

/** The sections that have screens. */
export type ShownSection = keyof SectionsWords;

export const sectionIcons: Readonly<Record<ShownSection, Icon>> = {
  identity: IdCard,
  allergies: TriangleAlert,
  treatments: Pill,
  conditions: HeartPulse,
  measurements: Activity,
  documents: FileText,
  'care-team': Stethoscope,
};

export const isShownSection = (code: string): code is ShownSection =>
  Object.hasOwn(sectionIcons, code);

/** The parts of the medical profile that the generic list and form serve, in its order. */
export const profileSections = [
  'allergies',
  'treatments',
  'conditions',
  'identity',
  'care-team',
] as const satisfies readonly ShownSection[];
export type ProfileSection = (typeof profileSections)[number];

export const isProfileSection = (code: string): code is ProfileSection =>
  profileSections.some((section) => section === code);
