import type { Messages } from '../fr/index.ts';

export const locks: Messages['locks'] = {
  title: 'Lock',
  settingsFacts: {
    none: 'This device is not protected',
    passphrase: 'Secret phrase',
    passkeys: (count: number) => (count > 1 ? `${String(count)} passkeys` : 'Passkey'),
  },
  passkey: {
    title: 'Something to lock it with',
    make: 'Use a passkey',
    what: 'Your face, your finger or the code of this device will open the notebook. Nothing to remember.',
    makeElsewhere: 'A passkey of a phone or of a security key',
    rather: 'A secret phrase instead',
    open: 'Open with a passkey',
    orPhrase: 'Or with your phrase',
    failures: {
      cancelled: {
        happened: 'No passkey answered.',
        safe: 'Nothing was changed.',
        todo: 'Try again, or take the other way.',
      },
      unsupported: {
        happened: 'This browser has no passkeys at this address.',
        safe: 'Nothing was changed.',
        todo: 'Choose a secret phrase.',
      },
      noPrf: {
        happened: 'This passkey cannot keep a secret: it would lock nothing.',
        safe: 'Nothing was changed; you can delete it in the settings of the device.',
        todo: 'Try another one, or choose a secret phrase.',
      },
      alreadyThere: {
        happened: 'This passkey opens the notebook already.',
        safe: 'Nothing was changed.',
        todo: 'To add another one, take another device or another key.',
      },
    },
  },
  list: 'What opens the notebook on this device',
  phrase: 'Secret phrase',
  phraseFacts: 'It never leaves this device',
  passkeyFacts: 'Passkey',
  unprotectedTitle: 'This device is not protected',
  unprotectedText: 'Whoever holds it can open your notebook. Choose something to lock it with.',
  change: 'Change the phrase',
  remove: 'Remove',
  removeNamed: (name: string) => `Remove: ${name}`,
  addPasskey: 'Add a passkey',
  addPhrase: 'Add a secret phrase',
  savePhrase: 'Save the phrase',
  phraseSaved: 'The new phrase is in place.',
  passkeyName: 'The name of this passkey',
  passkeyNameHint: 'To know it again in this list.',
  passkeyAdded: 'The passkey is added.',
  removed: 'Removed.',
  lastTitle: 'Leave this device without protection?',
  lastText:
    'It is the last lock. Without it, whoever holds this device opens the notebook and reads all of it.',
  lastKeep: 'Keep it',
  lastRemove: 'Remove it anyway',
  lockTitle: 'Locking',
  lockText:
    'Carnet locks by itself after 5 minutes out of sight, or 15 minutes without a gesture. What you were filling in is kept, encrypted.',
  lockTextUnprotected: 'Without a lock, locking protects nothing: the notebook opens at a touch.',
  lockNow: 'Lock now',
  seen: {
    title: 'Somebody saw',
    text: 'Somebody saw your phrase, or held this device while it was open? Change the whole lock: all that is here is encrypted anew, and earlier phrases and passkeys open nothing any more.',
    limit:
      'What was already read or copied cannot be taken back. Your other devices and your twelve words do not change.',
    act: 'Change the lock',
    save: 'Change the lock',
    done: 'The lock is changed. The former ones open nothing any more.',
  },
};
