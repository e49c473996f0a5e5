import type { Messages } from '../fr/index.ts';
import { plural } from '../plural.ts';

export const keeping: Messages['keeping'] = {
  bin: {
    title: 'Bin',
    text: 'What you delete waits here, and is shown to nobody any more.',
    empty: 'The bin is empty.',
    emptyText: 'What you delete from the record comes here, and can come back.',
    restore: 'Put back',
    restoreNamed: (title: string) => `Put back: ${title}`,
    removedOn: (when: string) => `deleted ${when}`,
    restored: (title: string) => `“${title}” is back in the record.`,
  },
  journal: {
    title: 'Activity journal',
    text: 'Who could see what, and since when.',
    empty: 'Nothing to tell yet.',
    emptyText: 'The windows that you open and close will be written here.',
    acts: {
      recordCreated: 'Notebook created',
      windowOpened: 'Window opened',
      windowChanged: 'Window changed',
      windowClosed: 'Window closed',
      windowEnded: 'Window reached its end',
      windowRead: 'Window read',
      wordsCompared: 'Words compared',
      depositAccepted: 'Deposit accepted',
      depositRefused: 'Deposit refused',
      memberAdded: 'Person added',
      memberRemoved: 'Person removed',
      archiveMade: 'Archive made',
      recordRestored: 'Notebook found again',
    },
    actWith: (act: string, who: string) => `${act} · ${who}`,
  },
  readings: {
    relayTitle: 'Consultations passed by the relay',
    relayText: 'What the relay handed to their key, to the hour. It is the relay that says so.',
    toldAt: (when) => `Said ${when}.`,
    relayNone: 'Nothing has passed by the relay yet.',
    relaySilent: 'The relay has not answered yet.',
    readerTitle: 'What this person says they read',
    readerText: 'Their Carnet signs it when they open something. It is their word.',
    readerNone: 'They have said nothing yet.',
    relayOne: 'Consultation passed by the relay',
    readerOne: 'Read, says this person',
    window: 'the window',
    formerKey: 'a key removed since',
    files: (count) =>
      plural('en', count, { one: 'one other file', other: `${String(count)} other files` }),
    hour: (from, to) => `between ${from} and ${to}`,
  },
};
