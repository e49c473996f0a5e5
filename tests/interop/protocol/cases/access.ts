import { bytesOf, hexOf } from '../../crypto/report.ts';
import { authorId } from '../../second/crypto/keys.ts';
import { publicKeyOf } from '../../second/crypto/sign.ts';
import { accessChange, accessNotes } from '../../second/protocol/formats.ts';
import { createLog } from '../../second/protocol/op.ts';
import type { JsonObject } from '../../second/protocol/format.ts';
import {
  codecCases,
  flipped,
  hex,
  patched,
  versionCases,
  type Case,
  type CaseFile,
} from './case.ts';

const rights = (letters: string): JsonObject => ({
  read: letters.includes('r'),
  write: letters.includes('w'),
  deposit: letters.includes('d'),
  admin: letters.includes('a'),
});

const change = {
  prevAccess: hex('prev access', 32),
  genesis: {
    sort: 'channel',
    ownerPublicKey: hex('owner', 32),
    ownerKemPublicKeyHash: '00'.repeat(32),
  },
  voidAfter: hex('void', 32),
  added: [
    {
      signingPublicKey: hex('member 1', 32),
      kemPublicKeyHash: hex('member 1 kem', 32),
      rights: rights('rd'),
      notAfter: 1_893_456_000_000,
      quota: { opsPerDay: 20, bytesPerDay: 1_048_576 },
      replaces: hex('replaced', 16),
    },
    {
      signingPublicKey: hex('member 2', 32),
      kemPublicKeyHash: hex('member 2 kem', 32),
      rights: rights('ra'),
      notAfter: null,
      quota: null,
      replaces: null,
    },
  ],
  removed: ['00'.repeat(15) + '01', '00'.repeat(15) + '02'],
  turn: {
    commitment: hex('commitment', 32),
    wraps: [1, 2].map((i) => ({
      author: `${'00'.repeat(15)}0${String(i)}`,
      wrap: hex(`wrap ${String(i)}`, 1168),
    })),
  },
};
const bare = {
  prevAccess: hex('prev access', 32),
  genesis: null,
  voidAfter: null,
  added: [],
  removed: [],
  turn: null,
};
const encoded = accessChange.write(change);
const MEMBERS = 32 + 1 + 65 + 32;
const REMOVED = MEMBERS + 4 + 2 * 101;
const TURN = REMOVED + 4 + 32;
const WRAPS = TURN + 1 + 32;

const notes = {
  reason: 'Téléphone perdu',
  members: [
    { author: hex('a', 16), name: 'Zoé', kemPublicKey: hex('kem', 1216), fingerprint: null },
    { author: hex('b', 16), name: '', kemPublicKey: hex('kem', 1216), fingerprint: hex('f', 32) },
  ],
};
const encodedNotes = accessNotes.write(notes);

const seeds = { signingSeed: hex('member signing', 32), kemSeed: hex('member kem', 32) };
const plain = { notAfter: null, quota: null, replaces: null, fingerprint: null };
const member = { ...seeds, ...plain, rights: rights('rwa'), name: 'Téléphone' };
const guest = {
  ...plain,
  signingSeed: hex('guest signing', 32),
  kemSeed: hex('guest kem', 32),
  rights: rights('rd'),
  notAfter: 1_893_456_000_000,
  name: 'Dr Martin',
  fingerprint: hex('guest fingerprint', 32),
};

const creation = {
  logKey: hex('log key', 32),
  prevAccess: hex('genesis random', 32),
  writer: hex('genesis writer', 8),
  nonce: hex('genesis nonce', 24),
  ownerSeed: hex('owner seed', 32),
};
const encapsulations = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => hex(`encapsulation ${String(i)}`, 64));
const keyring = {
  ...creation,
  sort: 'keyring',
  ownerKemSeed: hex('owner kem', 32),
  members: [member],
  encapsulations: encapsulations(2),
};
const channel = {
  ...creation,
  sort: 'channel',
  ownerKemSeed: null,
  members: [{ ...member, rights: rights('ra') }, guest],
  encapsulations: encapsulations(2),
};

const made = (i: typeof keyring | typeof channel) =>
  createLog({
    sort: i.sort,
    ownerSeed: bytesOf(i.ownerSeed),
    ownerKemSeed: i.ownerKemSeed === null ? undefined : bytesOf(i.ownerKemSeed),
    members: i.members,
    logKey: bytesOf(i.logKey),
    prevAccess: bytesOf(i.prevAccess),
    encapsulations: i.encapsulations.map(bytesOf),
    writer: bytesOf(i.writer),
    nonce: bytesOf(i.nonce),
  });
/** The genesis of a channel with one guest, and everything secret that a grant is made of. */
export const channelGenesis = { genesis: made(channel), guest, creation };
const authorOf = (signingSeed: string): string =>
  hexOf(authorId(publicKeyOf(bytesOf(signingSeed))));

const unwrapping = (
  about: string,
  genesis: string,
  signingSeed: string,
  kemSeed: string,
  expect = 'ok',
): Case => ({
  about,
  function: 'unwrapEpoch',
  input: { bytes: genesis, author: authorOf(signingSeed), kemSeed },
  expect,
});
const { genesis } = channelGenesis;
const hexGenesis = hexOf(genesis);
const inGenesis = (part: string): number => hexGenesis.indexOf(part) / 2;
const firstWrap =
  inGenesis([authorOf(guest.signingSeed), authorOf(member.signingSeed)].sort()[0] ?? '') + 16;
const owned = authorOf(creation.ownerSeed);

export const accessCases: CaseFile = {
  sentences: ['P20', 'P21', 'P22', 'P23', 'P24', 'P25', 'P26', 'P27', 'P28'],
  cases: [
    ...codecCases('AccessChange', encoded, change, {
      'a flag of 2': patched(encoded, 32, 2),
      'an unknown sort': patched(encoded, 33, 4),
      'sort 0': patched(encoded, 33, 0),
      'an unknown right': patched(encoded, MEMBERS + 4 + 64, 0x15),
      'a quota of bytes alone': patched(encoded, MEMBERS + 4 + 73, 0, 0, 0, 0),
      'a not-after above 2^53 - 1': patched(encoded, MEMBERS + 4 + 65, 0, 32),
      '33 members': patched(encoded, MEMBERS, 0, 0, 0, 33),
      'members without end': patched(encoded, MEMBERS, 255, 255, 255, 255),
      'removed authors out of order': patched(encoded, REMOVED + 4 + 15, 3),
      'a removed author twice': patched(encoded, REMOVED + 4 + 15, 2),
      'a flag of turn of 255': patched(encoded, TURN, 255),
      '34 wraps': patched(encoded, WRAPS, 0, 0, 0, 34),
      'wraps out of order': patched(encoded, WRAPS + 4 + 15, 3),
      'a wrap twice': patched(encoded, WRAPS + 4 + 15, 2),
    }),
    { about: 'nothing changes', function: 'encodeAccessChange', input: { value: bare } },
    {
      about: 'authors given in another order',
      function: 'encodeAccessChange',
      input: { value: { ...change, removed: change.removed.toReversed() } },
    },
    ...codecCases('AccessNotes', encodedNotes, notes, {
      'a reason that is not UTF-8': patched(encodedNotes, 9, 0xff),
      'a reason that is not NFC': patched(encodedNotes, 8, 0x65, 0xcc, 0x81),
      'a reason of 257 bytes': patched(encodedNotes, 4, 0, 0, 1, 1),
    }),
    ...versionCases('AccessNotes', encodedNotes),
    { about: 'a keyring of one device', function: 'createLog', input: keyring },
    { about: 'a channel', function: 'createLog', input: channel },
    { about: 'an author id', function: 'decodeOp', input: { bytes: hexGenesis } },
    unwrapping('a member', hexGenesis, guest.signingSeed, guest.kemSeed),
    unwrapping('another member', hexGenesis, member.signingSeed, member.kemSeed),
    unwrapping(
      'the owner of a keyring',
      hexOf(made(keyring)),
      creation.ownerSeed,
      keyring.ownerKemSeed,
    ),
    unwrapping('the owner of a channel', hexGenesis, creation.ownerSeed, member.kemSeed, 'NoWrap'),
    unwrapping('with another key', hexGenesis, guest.signingSeed, member.kemSeed, 'NotAuthentic'),
    ...[firstWrap, firstWrap + 1167].map((at) => {
      const first = [guest, member].sort((a, b) =>
        authorOf(a.signingSeed) < authorOf(b.signingSeed) ? -1 : 1,
      )[0];
      const { signingSeed = '', kemSeed = '' } = first ?? {};
      return unwrapping(
        'a wrap altered',
        flipped(genesis, at),
        signingSeed,
        kemSeed,
        'NotAuthentic',
      );
    }),
    unwrapping(
      'an epoch altered',
      patched(genesis, 38, 0, 0, 0, 2),
      guest.signingSeed,
      guest.kemSeed,
      'NotAuthentic',
    ),
    unwrapping(
      'a commitment altered',
      flipped(genesis, firstWrap - 16 - 4 - 1),
      guest.signingSeed,
      guest.kemSeed,
      'NotAuthentic',
    ),
    {
      about: 'signed by its owner',
      function: 'verifyOp',
      input: { bytes: hexGenesis, publicKey: hexOf(publicKeyOf(bytesOf(creation.ownerSeed))) },
    },
    {
      about: 'an author that is no member',
      function: 'unwrapEpoch',
      input: { bytes: hexGenesis, author: owned, kemSeed: hex('none', 32) },
      expect: 'NoWrap',
    },
  ],
};
