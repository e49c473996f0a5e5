import type { Messages } from '../fr/index.ts';

export const settings: Messages['settings'] = {
  title: 'Settings',
  professional: {
    title: 'I am a practitioner',
    text: 'To receive patients with Carnet. Your practitioner space stays apart from your own notebook.',
    fields: {
      name: 'Name, as your patients call you',
      profession: 'Profession',
      specialty: 'Specialty',
      place: 'Place of practice',
      rpps: 'RPPS number',
    },
    nameHint: 'For example Dr Nadia Martin.',
    rppsHint: '11 digits.',
    rppsWrong: 'This RPPS number is not right: check its 11 digits.',
    declared: 'Your patients will read “Identity declared by this person”.',
    save: 'Save',
    saved: 'Your practitioner identity is saved.',
    goToSpace: 'Go to the practitioner space',
  },
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
    language: 'Language',
    languages: { fr: 'Français', en: 'English' },
  },
  about: {
    title: 'About',
    version: (version) => `Carnet, version ${version}`,
    text: 'Free software (AGPL-3.0-or-later). Nothing from elsewhere is ever loaded.',
  },
};
