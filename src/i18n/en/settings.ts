import type { RoomWords } from '../fr/rooms.ts';

export const settings: RoomWords['settings'] = {
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
    rppsWrong: 'An RPPS number has 11 digits.',
    rppsUnlikely:
      'The last digit does not fit the others: check this number. You may save it all the same.',
    changing: 'An attestation is about these very lines: changing them takes it away.',
    save: 'Save',
    saved: 'Your practitioner identity is saved.',
    goToSpace: 'Go to the practitioner space',
  },
  attestation: {
    declared: 'Your patients will read “Identity declared by this person”.',
    by: (name) => `Attested by ${name}`,
    until: (day) => `until ${day}`,
    ended: (day) => `ended on ${day}`,
    unknown: 'This relay does not know this body: your patients will not see it',
    how: 'Have my identity attested',
    text: 'Your establishment or your order can attest who you are. Give them your request; add here the file that they give back.',
    request: 'Save my request',
    requestHint: 'It holds your name and your public keys, nothing else.',
    fileName: 'carnet-attestation-request.txt',
    add: 'Add my attestation',
    added: 'The attestation is added to your identity.',
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
