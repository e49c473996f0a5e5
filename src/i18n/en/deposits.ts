import type { Messages } from '../fr/index.ts';
import { plural } from '../plural.ts';

/** What practitioners deposit: on their side, and on the holder's. */
export const deposits: Messages['deposits'] = {
  waiting: {
    title: 'To accept',
    count: (count) =>
      plural('en', count, {
        one: '1 document to accept',
        other: `${String(count)} documents to accept`,
      }),
    text: 'Nothing enters your record without your agreement.',
    open: 'Look',
    close: 'Close',
    accept: 'Accept',
    refuse: 'Refuse',
    accepted: (title) => `“${title}” is among your documents.`,
    refused: (title) => `“${title}” will not enter your record.`,
    corrects: (title) => `Corrects “${title}”`,
    correctedBy: (title) => `Since corrected by “${title}”`,
    trouble: {
      FileNotHere: 'Its file is no longer at the relay: ask its author for it again.',
      FileDamaged: 'Its file is not the one that was signed: it can’t be accepted.',
      FileTypeMismatch: 'Its file is not what it is said to be: it can’t be accepted.',
      DeviceFull: 'This device has no room left for its file.',
    },
  },
  always: {
    label: (name) => `Always accept what ${name} deposits`,
    hint: 'Their documents then enter your record by themselves. You can hide or delete them.',
  },
  aside: {
    title: (name) => `A deposit of ${name} was set aside.`,
    malformed: 'It has not the form it should have: nothing of it is shown.',
    notAuthentic: 'Its signature is not this person’s: nothing of it is shown.',
    otherChannel: 'It was signed for somebody else: nothing of it is shown.',
    newer: 'Update Carnet to read it: it is kept.',
  },
  proof: {
    verified: (name, when) => `Deposited and signed by ${name} ${when}, verified.`,
    otherFile: 'The signature is right, but this file is not the one that was signed.',
    fileNotHere: 'The signature is right; the file is not here yet to be compared.',
    broken: 'The proof of this deposit does not hold: do not rely on its author.',
    somebody: 'this person',
    corrects: 'This document corrects another:',
    correctedBy: 'This document was corrected:',
    correctionWaits: 'A correction awaits your agreement:',
  },
  give: {
    title: 'Deposit',
    text: 'Signed in your name, for good. The person accepts it, or not.',
    document: 'Deposit a document',
    note: 'Write a note',
    correct: 'Correct',
    correcting: (title) => `Correction of “${title}”. The former deposit stays readable.`,
    titleField: 'Title',
    category: 'Category',
    date: 'Date of the document',
    remark: 'A word with the document',
    noteText: 'Note',
    choose: 'PDF, pictures, texts',
    send: 'Sign and deposit',
    sent: (title) => `“${title}” is signed and on its way.`,
    given: 'What you deposited',
    journal: 'What you open here is written in their journal.',
    drop: 'Discard',
    state: {
      sending: 'on its way',
      given: 'deposited',
      overQuota: 'the relay takes no more today: it will leave tomorrow',
      windowClosed: 'not deposited: the window was closed before',
    },
    corrected: 'since corrected',
  },
};
