import EyeOff from '@lucide/svelte/icons/eye-off';
import FileQuestion from '@lucide/svelte/icons/file-question-mark';
import type { Entry } from '#record/entry.ts';
import type { Icon } from '../components/icon.ts';
import { textOf, valueOf } from './entry-text.ts';
import { sectionIcons } from './section-icons.ts';
import { isShownSection } from './shown-sections.ts';

/** The icon of a row where sections stand together. */
export function entryIcon(entry: Entry): Icon {
  if (entry.meta.hidden) return EyeOff;
  return isShownSection(entry.section) ? sectionIcons[entry.section] : FileQuestion;
}

/** Allergies that a rescuer must see first: a grave reaction, or a high danger. */
export const isSevereAllergy = (entry: Entry): boolean =>
  valueOf(entry, 'severity') === 'severe' || valueOf(entry, 'criticality') === 'high';

/** What the person is allergic to, as one line: the gravest first. */
export const substances = (entries: readonly Entry[]): string =>
  entries.map((entry) => textOf(entry, 'substance')).join(', ');
