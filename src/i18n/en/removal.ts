import type { RemovalWords } from '../fr/removal.ts';
import { plural } from '../plural.ts';

export const removal: RemovalWords = {
  since: (moment) => `Added ${moment}`,
  seen: (moment) => `Opened ${moment}`,
  leaving: 'Being removed',
  name: 'Its name',
  ownName: 'The name of this device',
  rename: 'Save this name',
  renamed: 'Name saved',
  remove: 'Remove this device',
  removeFacts: 'Lost, stolen, sold or given away: it will receive nothing more of your notebook.',
  lost: {
    entry: 'I have lost a device',
    title: 'Which one have you lost?',
    text: 'Remove it from here: it will receive nothing more of what you write.',
    list: 'Your other devices',
    alone: 'This device is the only one that holds your notebook: there is no other to remove.',
    none: 'None is lost',
  },
  afterWords: {
    title: 'Is one of your devices lost?',
    text: 'Your twelve words were used here. The one you no longer have can still receive what you write, until you remove it.',
    act: 'See my devices',
    none: 'None is lost',
  },
  confirm: {
    title: (name) => `Remove “${name}”?`,
    what: [
      'New keys are made for your notebook and for each open window. It will not have them.',
      'Your other devices receive them by themselves. Your practitioners have nothing to do.',
      'What it has already received stays there, behind its lock. What was written on it without a network is there alone.',
    ],
    identityElsewhere:
      'Your twelve words were not confirmed, and the secret they come from is not on this device. If it is on the one you remove, and somebody opens its lock and also holds the relay, they will be able to read on. Rather confirm your words from that device, if you still have it.',
    patients:
      'It keeps the keys of your patients’ windows: it can still read them until each of them opens a new one. Tell them.',
    act: 'Remove this device',
    keep: 'Keep it',
  },
  progress: {
    title: (name) => `Removing “${name}”`,
    label: 'New keys everywhere…',
    steps: (done, total) => `${String(done)} of ${String(total)}`,
    offline: 'Waiting for the network. Nothing is lost: the removal will go on by itself.',
    leave: 'You may leave this page: it goes on, even after an interruption.',
    done: (name) => `“${name}” will receive nothing more.`,
    doneText:
      'What you write from now on is closed to it, even with everything that the relay keeps.',
    back: 'See my devices',
  },
  removed: {
    title: 'This device was removed from your notebook',
    short: 'It receives nothing more and sends nothing more. What is here stays here.',
    open: 'What to do',
    text: 'Another of your devices removed it, says the relay. Nothing was erased: you can still read everything here.',
    unsent: (count) =>
      plural('en', count, {
        one: `${String(count)} item is on this device alone: it had not left yet.`,
        other: `${String(count)} items are on this device alone: they had not left yet.`,
      }),
    rejoin: 'Link this device again',
    rejoinFacts: 'With another of your devices. What had not left joins the notebook.',
    export: 'Make an archive',
    exportFacts: 'Everything this device holds, in a file that opens with your twelve words.',
    member: 'This device is one of yours: there is nothing to do here.',
  },
  rejoin: {
    title: 'Link this device again',
    steps: ['Have the code read', 'Compare the words'],
    waiting: 'Waiting for the other device to confirm…',
    doneTitle: 'This device is one of yours again.',
    kept: (count) =>
      count === 0
        ? 'There was nothing to send again.'
        : plural('en', count, {
            one: `${String(count)} item written here joined the notebook.`,
            other: `${String(count)} items written here joined the notebook.`,
          }),
    home: 'Open my notebook',
  },
};
