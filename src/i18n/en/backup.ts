import type { Messages } from '../fr/index.ts';

export const backup: Messages['backup'] = {
  title: 'Backup',
  settingsFacts: {
    toConfirm: 'Kit to prepare',
    noArchive: 'Kit checked, no archive',
    archived: (when: string) => `Archive read back ${when}`,
  },
  text: 'A notebook is backed up when it would survive the loss of this device, and of any one other place.',
  kit: {
    title: 'The recovery kit',
    toConfirm: 'Twelve words on a sheet. Without them, only this device opens the notebook.',
    confirmed: 'The kit is checked',
    where: 'Your twelve words are on your sheet, and nowhere else.',
    prepare: 'Prepare my kit',
  },
  archive: {
    title: 'The archive',
    what: 'The whole notebook, documents included, in one encrypted file. It opens with your twelve words, without network or relay: keep it somewhere else than on this device.',
    onlyHere: 'Until the kit is checked, only this device could open it.',
    make: 'Make an archive',
    making: 'Preparing the archive…',
    saved: (name: string) => `“${name}” is in your downloads.`,
    savedNext: 'Read it back to be sure that it is whole: drop the saved file here.',
    check: 'Read an archive back',
    checkHint: 'Carnet reads it to the end and compares it with what is here.',
    checking: 'Reading the archive…',
    whole: 'It is whole: all that is here is in it.',
    partial: 'It can be read, but lacks what you have added since. Make another one.',
    on: (when: string) => `Backed up on ${when}`,
    none: 'No archive has been read back yet.',
  },
};
