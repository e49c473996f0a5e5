import type { Messages } from '../fr/index.ts';

export const entrance: Messages['entrance'] = {
  appName: 'Carnet',
  create: {
    pageTitle: 'Create a notebook',
    title: 'Your health, in a notebook that is yours.',
    what: 'Carnet keeps your documents and measurements on this device, encrypted. You choose who sees what, and until when; nobody else can read them, not even whoever carries the data.',
    lockTitle: 'A phrase to lock it',
    lockHint:
      'It stays on this device. A few words that only you would put together are better than one complicated word.',
    phrase: 'Your secret phrase',
    withPhrase: 'Create my notebook',
    later: 'Later',
    laterHint:
      'Without a lock, whoever holds this device can open the notebook. The home page will remind you.',
    lostPhrase:
      'Nobody can find it again for you: write it down somewhere if you fear you may forget it.',
    noAccount: 'No account, no number, no address.',
  },
  strength: {
    label: 'Strength of the phrase',
    tooShort: (minLength) => `Still too short: at least ${String(minLength)} characters`,
    weak: 'Easy to guess',
    fair: 'Fair',
    strong: 'Strong',
  },
  unlock: {
    pageTitle: 'Carnet',
    title: 'Carnet is locked.',
    phrase: 'Your secret phrase',
    open: 'Open',
    openUnprotected: 'Open the notebook',
    unprotected: 'This notebook has no secret phrase yet: it opens at a touch.',
  },
  elsewhere: {
    title: 'Carnet is open in another tab.',
    text: 'One tab at a time holds the keys, so that two screens never contradict each other.',
    useHere: 'Use here',
  },
  broken: { title: 'Carnet cannot open.', retry: 'Try again' },
  insecure: {
    features: {
      secureContext: 'a secure address',
      indexedDB: 'lasting storage',
      worker: 'background work',
      webAssembly: 'WebAssembly',
      webCrypto: 'the browser’s cryptography',
    },
    title: 'This address is not protected.',
    text: (missing) =>
      `The browser does not grant this address what encryption needs (${missing}): open Carnet by its https address, or by http://localhost on the computer itself.`,
  },
  update: {
    title: 'A new version of Carnet is ready.',
    text: 'Nothing is being filled in: a good moment.',
    act: 'Update',
    later: 'It waits until you have finished what is begun. What you typed is kept.',
    actNow: 'Update without waiting',
  },
  notFound: {
    title: 'This page does not exist.',
    text: 'The record has not moved.',
    home: 'Go to the home page',
  },
  trouble: {
    title: 'Carnet made a mistake on the way.',
    text: 'What was saved still is. If something seems stuck, reload the page.',
    reload: 'Reload',
    goOn: 'Go on',
  },
  failed: {
    title: 'Something went wrong in Carnet.',
    text: 'What was saved on this device still is. Reload the page; if it happens again, tell whoever gave you this address.',
    reload: 'Reload',
  },
};
