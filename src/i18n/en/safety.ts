import type { Messages } from '../fr/index.ts';

export const safety: Messages['safety'] = {
  recordTitle: 'Where this record stands',
  entryTitle: 'Where this item stands',
  levels: {
    stored: {
      title: 'Stored',
      what: 'Written whole on this device, encrypted.',
      missing: 'Not whole on this device yet.',
    },
    synced: {
      title: 'Synced',
      what: 'The relay has received everything, files included, without being able to read it.',
      missing: 'The relay has not received everything yet.',
    },
    backedUp: {
      title: 'Backed up',
      what: 'Another copy exists: losing this device would lose nothing.',
      missing: 'A copy that would survive the loss of this device is missing.',
    },
  },
  reached: 'done',
  notReached: 'not yet',
  ofThisEntry: (word: string) => `${word}: where this item stands`,
  ofEntry: 'Backup is said of the whole record.',
  missingKit: 'The recovery kit is not checked.',
  missingArchive:
    'No other device has confirmed that it holds everything, and no archive that was read back contains all that is here.',
  prepareKit: 'Prepare my kit',
  makeArchive: 'Make an archive',
  acceptRelay: 'Go on with this relay',
  relayResetText:
    'Its key is not the same any more. Nothing is sent until you say yes: if you did not expect it, ask whoever runs it.',
  storage: {
    title: 'What the browser promises',
    persistent: 'It will keep these data until you delete them.',
    temporary:
      'It may delete them when room runs short. In a private window, everything is deleted when it closes.',
    ios: 'On iPhone and iPad, Safari deletes the data of a site left seven days without a visit, unless it is installed on the home screen.',
    unknown: 'It does not say.',
    ask: 'Ask it to keep them',
  },
  unguarded: 'This browser cannot hold one tab at a time: open Carnet in one tab only.',
};
