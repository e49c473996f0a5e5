import type { ErrorSentences, ErrorWords } from '../fr/errors.ts';

const say =
  (happened: string, safe = '', todo = '') =>
  (): ErrorSentences => ({ happened, safe, todo });

const megabytes = (bytes: number): string =>
  bytes >= 2 ** 30
    ? `${String(Math.floor(bytes / 2 ** 30))} GB`
    : `${String(Math.floor(bytes / 2 ** 20))} MB`;

const NOTHING_CHANGED = 'Nothing was changed in your record.';
const RECORD_SAFE = 'Your record is intact.';
const STAYS_HERE = 'Everything you wrote stays saved on this device.';

export const errors: ErrorWords = {
  Locked: say('The record is locked.', RECORD_SAFE, 'Unlock it to go on.'),
  NoVault: say('There is no record on this device yet.', '', 'Create one first.'),
  VaultExists: say(
    'A record already exists on this device.',
    'It was not touched.',
    'Open it rather than creating another.',
  ),
  WrongPassphrase: say(
    'This phrase does not open the record.',
    RECORD_SAFE,
    'Check capitals and spaces, then try again as often as you like.',
  ),
  UnknownPasskey: say(
    'This passkey does not open this notebook.',
    RECORD_SAFE,
    'Try another passkey, or your secret phrase.',
  ),
  LastSlot: say(
    'It is the last lock of this device.',
    'It is still in place.',
    'Add another one first, or confirm that this device may stay without protection.',
  ),
  UnknownWord: ({ position }) => ({
    happened: `Word ${String(position)} is not in the list of possible words.`,
    safe: 'Nothing was changed.',
    todo: 'Read it again on your sheet: accents do not count, the first four letters suffice.',
  }),
  WordCountWrong: say('Twelve words are needed.', 'Nothing was changed.', 'Read your sheet again.'),
  WordsDoNotOpen: say(
    'These twelve words open no notebook here.',
    'Nothing was changed.',
    'Check each word and their order, then try again as often as you like.',
  ),
  KitAnswersWrong: say(
    'These are not the right words.',
    'Your twelve words remain on this device.',
    'Read your sheet again, then try once more.',
  ),
  NoRecoveryHere: say(
    'This device no longer keeps the twelve words.',
    'Those of your sheet remain valid.',
    'Find the sheet that you printed or copied.',
  ),
  ArchiveDamaged: say(
    'This archive is incomplete or damaged.',
    NOTHING_CHANGED,
    'Try another copy of the archive.',
  ),
  NotAnArchive: say(
    'This file is not a Carnet archive.',
    NOTHING_CHANGED,
    'Choose the file whose name ends with .carnet.',
  ),
  PassphraseTooShort: ({ minLength }) => ({
    happened: `At least ${String(minLength)} characters are needed.`,
    safe: '',
    todo: 'A few random words make a good phrase.',
  }),
  SelfTestFailed: ({ primitive }) => ({
    happened: `This browser computes wrongly (${primitive}): the record cannot be protected here.`,
    safe: 'Nothing was opened, nothing was written.',
    todo: 'Update the browser, or open Carnet with another one.',
  }),
  HeldByOtherTab: say(
    'Carnet is open in another tab.',
    RECORD_SAFE,
    'Close the other tab, or use Carnet here.',
  ),
  DeviceFull: say(
    'There is not enough room left on this device.',
    'What was saved still is; this last addition was not.',
    'Free some room, then try again.',
  ),
  StorageRefused: say(
    'The browser refuses to keep data here.',
    'Nothing was written.',
    'Leave private browsing, or allow storage for this site.',
  ),
  StorageDamaged: say(
    'Part of this device’s data cannot be read.',
    'Nothing was erased or replaced.',
    'Close Carnet and open it again. If it goes on, do not clear the browser: another copy may help.',
  ),
  NewerData: say(
    'This record was written by a newer version of Carnet.',
    'Nothing was changed.',
    'Reload the page to update Carnet.',
  ),
  InvalidEntry: say(
    'Some fields cannot be saved as they are.',
    'What you typed is still there.',
    'Correct the fields shown.',
  ),
  UnknownEntry: say(
    'This item is no longer in the record.',
    'The rest of the record is intact.',
    'It may have been deleted from another screen.',
  ),
  FileEmpty: say('This file is empty.', NOTHING_CHANGED, 'Choose another one.'),
  FileTooLarge: ({ maxBytes }) => ({
    happened: `This file is larger than ${megabytes(maxBytes)}.`,
    safe: NOTHING_CHANGED,
    todo: 'Split it into parts, or choose a lighter version.',
  }),
  FileTypeUnknown: say(
    'This type of file is not recognised yet.',
    NOTHING_CHANGED,
    'A PDF, a photo (JPEG, PNG) or a text will do.',
  ),
  FileTypeMismatch: say(
    'This file’s content is not what its name says.',
    NOTHING_CHANGED,
    'Check that it opens elsewhere, or ask for it again from whoever sent it.',
  ),
  FileUnreadable: say(
    'This file cannot be read.',
    NOTHING_CHANGED,
    'Check that it still exists and is not open elsewhere, then try again.',
  ),
  FileNotHere: say(
    'This file is not on this device yet.',
    'It is kept, encrypted, by the relay or by another device.',
    'Connect to the network, then open it again.',
  ),
  FileDamaged: say(
    'This file arrived damaged: it will not be shown.',
    'The rest of the record is intact.',
    'Open it again in a moment so that it is asked for anew.',
  ),
  RelayUnreachable: say(
    'The relay does not answer.',
    STAYS_HERE,
    'Check the network: sending will resume by itself.',
  ),
  RelayRefused: ({ reason }) => ({
    happened: `The relay refused this (${reason}).`,
    safe: STAYS_HERE,
    todo: 'Try again later; if it goes on, tell this word to whoever runs the relay.',
  }),
  RelayFull: say(
    'The relay has no room left.',
    STAYS_HERE,
    'Sending will resume when there is room again.',
  ),
  QuotaReached: say(
    'The room meant for this record on the relay is full.',
    STAYS_HERE,
    'Delete large files, or ask whoever runs the relay for more room.',
  ),
  NotAPairingCode: say(
    'This is not a Carnet code.',
    'Nothing was shown to anybody.',
    'Ask the person to display “Receive a patient”.',
  ),
  PairingCodeOfOtherSort: say(
    'This Carnet code serves another purpose.',
    'Nothing was shown to anybody.',
    'Ask the person to display “Receive a patient”.',
  ),
  PairingExpired: say(
    'This code is no longer valid.',
    'Nothing was shown to anybody.',
    'Ask the person for a new code.',
  ),
  PairingAlreadyUsed: say(
    'Somebody already answered this code.',
    'Nothing was shown to anybody from this record.',
    'Ask for a new code, which will serve you alone.',
  ),
  PairingNotAuthentic: say(
    'What the relay gave does not match the scanned code.',
    'Nothing was shown to anybody.',
    'Ask for a new code, and tell the person if it happens again.',
  ),
  PairingFromOtherRelay: say(
    'This code comes from another relay than yours.',
    'Nothing was shown to anybody.',
    'Open Carnet at the address that the person uses, or show the document on your screen.',
  ),
  OwnPairingCode: say(
    'This is your own code.',
    'Nothing was shown to anybody.',
    'Scan the one that the person facing you displays.',
  ),
  WordsDiffer: say(
    'On the other device, the words were not the same.',
    'Nothing was given, nothing was written here.',
    'Show another code, and start again.',
  ),
  UnknownDevice: say(
    'This device is no longer one of yours.',
    'Nothing was changed.',
    'Go back to the list of your devices.',
  ),
  NoProfessionalIdentity: say(
    'First say who you are as a practitioner.',
    RECORD_SAFE,
    'Fill in “I am a practitioner” in the settings.',
  ),
  NotAnAttestation: say(
    'This file is not an attestation of identity.',
    RECORD_SAFE,
    'Choose the one that your establishment or your order gave back.',
  ),
  AttestationOfOtherIdentity: say(
    'This attestation is about another identity, or about yours as it was before.',
    RECORD_SAFE,
    'Send a new request to whoever gave it back.',
  ),
  ChannelClosed: say(
    'This window is closed.',
    'Nothing new passes through it.',
    'A new window opens by scanning a new code.',
  ),
  ChannelExpired: say(
    'This window has reached its end.',
    'Nothing new passes through it.',
    'A new window opens by scanning a new code.',
  ),
  UnknownChannel: say(
    'This window does not exist on this device.',
    RECORD_SAFE,
    'Go back to the list.',
  ),
  Cancelled: say('Cancelled.', NOTHING_CHANGED),
  Unexpected: say(
    'Carnet made a mistake on the way.',
    'What was saved still is.',
    'Try again; if it happens once more, reload the page.',
  ),
};
