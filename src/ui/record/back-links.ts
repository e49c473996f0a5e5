import { language } from '../state/language.svelte.ts';
import { pages } from './addresses.ts';

type BackLink = { readonly href: string; readonly label: string };

/** The pages that others lead back to, by their names. */
export const backTo = {
  documents: (): BackLink => ({ href: pages.documents, label: language.words.documents.title }),
  profile: (): BackLink => ({ href: pages.profile, label: language.words.record.profile.title }),
  measurements: (): BackLink => ({
    href: pages.measurements,
    label: language.words.measures.title,
  }),
  windows: (): BackLink => ({ href: pages.windows, label: language.words.windows.title }),
  settings: (): BackLink => ({ href: pages.settings, label: language.words.settings.title }),
  devices: (): BackLink => ({ href: pages.devices, label: language.words.devices.title }),
  patients: (): BackLink => ({
    href: pages.patients,
    label: language.words.practice.patients.title,
  }),
};
