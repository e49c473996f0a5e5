import type { ComponentWords } from '../fr/components.ts';

/** Words that the components themselves say. */
export const components = {
  skipToContent: 'Skip to content',
  mainNavigation: 'Sections of the record',
  personMenu: (name: string) => `Record of ${name}: change page or record`,
  personPages: 'This record',
  otherRecords: 'Change record',
  search: 'Search',
  show: 'Show',
  showToSomeone: 'Show to a practitioner',
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  optional: 'optional',
  loading: 'Loading…',
  notifications: 'Notices',
  dismiss: 'Clear this notice',
  safety: {
    saved: 'Saved',
    synced: 'Synced',
    'backed-up': 'Backed up',
    incomplete: 'Record incomplete',
    temporary: 'Temporary storage',
    unprotected: 'Not protected',
  },
  safetyExplained: (word: string) => `${word}: how safe this record is`,
  date: {
    day: 'Day',
    month: 'Month',
    year: 'Year',
    precision: 'The year alone is enough, or the month and the year.',
    impossible:
      'There is no such date. Write the year, with the month and the day if you know them.',
  },
  files: {
    chooseOne: 'Choose a file',
    chooseSeveral: 'Choose files',
    photograph: 'Take a picture',
    drop: 'or drop here, or paste',
  },
  passphrase: { show: 'Show the passphrase', hide: 'Hide the passphrase' },
  step: (current: number, total: number) => `Step ${current} of ${total}`,
  stepDone: 'done',
  words: 'The four words',
} satisfies ComponentWords;
