import type { Messages } from '../fr/index.ts';

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
      windowRead: 'Window read',
      wordsCompared: 'Words compared',
      memberAdded: 'Person added',
      memberRemoved: 'Person removed',
      archiveMade: 'Archive made',
      recordRestored: 'Notebook found again',
    },
    actWith: (act: string, who: string) => `${act} · ${who}`,
  },
};
