import type { Messages } from '../fr/index.ts';

export const kit: Messages['kit'] = {
  title: 'Your recovery kit',
  steps: ['Why', 'Your twelve words', 'Check'],
  why: {
    title: 'Twelve words, on a sheet of paper.',
    text: 'If you lose this device, or forget what opens it, these twelve words bring your notebook back.',
    points: [
      'Nobody else has them, neither Carnet nor whoever runs the relay: once lost, they cannot be found again.',
      'Whoever reads them can open your notebook: keep the sheet like your papers, away from this device.',
      'Once checked, they are wiped from here. Only the sheet will remain.',
    ],
    alone: 'Be alone in front of the screen before you go on.',
    show: 'See my twelve words',
  },
  words: {
    title: 'Copy them out, or print the sheet.',
    text: 'In this order. Accents do not count.',
    list: 'The twelve words, in order',
    print: 'Print the sheet',
    printBlank: 'Print a sheet to fill in',
    printHint: 'Some printers keep a copy: the sheet to fill in prints without the words.',
    code: 'The same secret, as a code to scan',
    codeHint: 'It spares you typing the words. Do not photograph it: photos often travel.',
    written: 'I have them on paper',
  },
  check: {
    title: 'Two words, read from your sheet.',
    text: 'To be sure that it is right, before the words are wiped from this device.',
    word: (position: number) => `Word ${String(position)}`,
    check: 'Check',
    again: 'See my words again',
  },
  done: {
    title: 'Your kit is checked.',
    text: 'The twelve words are no longer on this device. Put the sheet away.',
    next: 'A second copy of the notebook is missing for it to be backed up.',
    archive: 'Make an archive',
    home: 'Back to the home page',
  },
  elsewhere: {
    title: 'This device does not have the twelve words.',
    text: 'They are checked on the device where the notebook was created.',
  },
  reminder: {
    title: 'What if you lost this device?',
    text: 'Twelve words on a sheet would bring everything back. Five minutes, once and for all.',
    act: 'Prepare my kit',
  },
  paper: {
    title: 'Carnet recovery kit',
    what: 'These twelve words bring a health record back on any device. Whoever has them can read it: keep them like your papers.',
    how: 'To find the notebook again: open the address above, touch “Find my notebook again”, then type these words or scan the code.',
    address: 'Address',
    line: (position: number) => `Word ${String(position)}:`,
    code: 'Code to scan: the twelve words',
    of: 'Notebook of',
    on: 'Made on',
  },
};
