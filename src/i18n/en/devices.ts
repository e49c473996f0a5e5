import type { DeviceErrorWords } from '../fr/devices.ts';
import type { Messages } from '../fr/index.ts';

const NOTHING_GIVEN = 'Nothing was given to anybody.';
const STILL_EMPTY = 'Nothing was written on this device.';
const NOTHING_CHANGED = 'Nothing that is on this device was changed.';
const SHOW_ANOTHER = 'Show another code, and start again.';

const adding: DeviceErrorWords = {
  NotAPairingCode: {
    happened: 'This is not the code of a device.',
    safe: NOTHING_GIVEN,
    todo: 'On the new device, open Carnet and touch “I already have a notebook”: the code has 26 characters.',
  },
  PairingCodeOfOtherSort: {
    happened: 'This Carnet code is for something else.',
    safe: NOTHING_GIVEN,
    todo: 'The right one is shown by the new device, after “I already have a notebook”.',
  },
  PairingExpired: {
    happened: 'This code is not valid, or no longer is.',
    safe: NOTHING_GIVEN,
    todo: 'Check the characters, or show another code on the new device.',
  },
  PairingAlreadyUsed: {
    happened: 'This code was read already.',
    safe: NOTHING_GIVEN,
    todo: 'Show another code on the new device: each one serves once.',
  },
  PairingNotAuthentic: {
    happened: 'What the relay gave does not match this code.',
    safe: NOTHING_GIVEN,
    todo: 'Show another code on the new device.',
  },
  PairingFromOtherRelay: {
    happened: 'The new device opened Carnet at another address.',
    safe: NOTHING_GIVEN,
    todo: 'Open Carnet there at the same address as here, then show another code.',
  },
  RelayUnreachable: {
    happened: 'The relay does not answer.',
    safe: NOTHING_GIVEN,
    todo: 'Adding a device takes the network: check it, then try again.',
  },
};

const joining: DeviceErrorWords = {
  PairingExpired: {
    happened: 'The code of this device is no longer valid.',
    safe: STILL_EMPTY,
    todo: SHOW_ANOTHER,
  },
  PairingNotAuthentic: {
    happened: 'What came is not from the device that read this code.',
    safe: STILL_EMPTY,
    todo: SHOW_ANOTHER,
  },
  PairingFromOtherRelay: {
    happened: 'Your other device uses Carnet at another address.',
    safe: STILL_EMPTY,
    todo: 'Open Carnet here at the same address as there.',
  },
  ArchiveDamaged: {
    happened: 'The notebook came incomplete.',
    safe: `${STILL_EMPTY} It is intact on the other device.`,
    todo: SHOW_ANOTHER,
  },
  NoRecoveryHere: {
    happened: 'The other device has not sent anything to the relay yet.',
    safe: STILL_EMPTY,
    todo: 'Wait until it says “Synced”, then start again.',
  },
  RelayUnreachable: {
    happened: 'The relay does not answer.',
    safe: STILL_EMPTY,
    todo: 'Check the network, then try again.',
  },
};

const rejoining: DeviceErrorWords = {
  PairingExpired: {
    happened: 'The code of this device is no longer valid.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  PairingNotAuthentic: {
    happened: 'What came is not from the device that read this code.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  PairingFromOtherRelay: {
    happened: 'Your other device uses Carnet at another address.',
    safe: NOTHING_CHANGED,
    todo: 'Open Carnet here at the same address as there.',
  },
  ArchiveDamaged: {
    happened: 'The notebook came incomplete.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  NoRecoveryHere: {
    happened: 'The other device has not sent everything to the relay yet.',
    safe: NOTHING_CHANGED,
    todo: 'Wait until it says “Synced”, then start again.',
  },
  RelayUnreachable: {
    happened: 'The relay does not answer.',
    safe: NOTHING_CHANGED,
    todo: 'Check the network, then start again.',
  },
  WordsDiffer: {
    happened: 'On the other device, the words were not the same.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
};

export const devices: Messages['devices'] = {
  title: 'Devices',
  text: 'Each has the whole notebook, opens without a network, and receives what the others write.',
  list: 'Your devices',
  thisDevice: 'This device',
  settingsFacts: 'Yours, and adding one',
  unnamed: 'Device without a name',
  add: 'Add a device',
  kinds: {
    iphone: 'iPhone',
    ipad: 'iPad',
    androidPhone: 'Android phone',
    androidTablet: 'Android tablet',
    mac: 'Mac',
    windows: 'Windows computer',
    chromebook: 'Chromebook',
    linux: 'Linux computer',
    other: 'New device',
  },
  installed: (device) => `${device}, app`,
  entry: {
    join: 'I already have a notebook on another device',
    resumeTitle: 'Did you begin in Safari?',
    resumeText:
      'The installed app does not see what Safari keeps. Resume your notebook here rather than create another.',
    resume: 'Resume from Safari',
  },
  adding: {
    title: 'Add a device',
    steps: ['Read the code', 'Compare the words'],
    codeTitle: 'The code that the new device shows',
    codeText:
      'Open Carnet there at this same address, and touch “I already have a notebook on another device”.',
    typed: 'Or the code, typed',
    typedHint: '26 characters. Small letters, spaces and hyphens make no difference.',
    reading: 'Reading the code…',
    named: (name) => `This device says it is called “${name}”.`,
    nameless: 'This device did not say its name.',
    wordsTitle: 'Does its screen show these four words?',
    wordsText:
      'In the same order. Answer yes only with both screens before you: this device will be able to read and write everything in your notebook.',
    same: 'They are the same',
    notSame: 'They are not the same',
    doneTitle: (name) => `${name} is now one of your devices.`,
    doneText: 'The notebook is being copied there. Leave it open a moment, with the network.',
    seeDevices: 'See my devices',
    refusedTitle: 'Nothing was given to this device.',
    refusedText:
      'Different words: somebody may have come between the two, or this code is from another screen. Show another code and start again.',
    again: 'Read another code',
  },
  joining: {
    title: 'Resume your notebook here',
    steps: ['Name this device', 'Have the code read', 'Compare the words'],
    text: 'It stays on the other device too: both will keep each other up to date.',
    name: 'The name of this device',
    nameHint: 'To know it in the list of your devices.',
    showCode: 'Show the code',
    codeTitle: 'Have this code read by the other device',
    codeWhere: 'In Carnet, on the other device: Settings, Devices, Add a device.',
    codeWhereSafari:
      'Copy this code. In Safari, open Carnet: Settings, Devices, Add a device, and paste it. Then come back here.',
    qrLabel: 'Code to scan with the other device',
    codeTyped: 'Or type these 26 characters',
    codeLabel: 'The code, in groups of four characters',
    copy: 'Copy the code',
    copied: 'Code copied',
    notCopied: 'The browser refuses to copy: write the code down.',
    expires: (time) =>
      `It serves once, for 15 minutes (until ${time}). Another will then replace it.`,
    replaced: 'The 15 minutes are over: here is another code.',
    waiting: 'Waiting for the other device…',
    another: 'Show another code',
    wordsTitle: 'Compare them on the other device',
    wordsText: 'If it shows the same words, in the same order, confirm it there.',
    notSame: 'They are not the same',
    notSameDone: 'Nothing came here: the old code no longer serves. Here is another.',
    receive: 'Receive my notebook',
    receiving: 'Your notebook is coming…',
    receivingFacts: 'As soon as the other device has confirmed the words. Keep both open.',
    back: 'First page',
  },
  errors: { adding, joining, rejoining },
};
