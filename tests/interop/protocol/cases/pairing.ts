import { bytesOf, hexOf, type Octets } from '../../crypto/report.ts';
import {
  fingerprint,
  mailbox,
  qrText,
  sealBundle,
  sealGrant,
} from '../../second/protocol/pairing.ts';
import type { JsonObject } from '../../second/protocol/format.ts';
import { channelGenesis } from './access.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';
import { bundle, bundleKemSeed } from './people.ts';

const code = bytes('pairing code', 16);
const f = fingerprint(bundle);
const origin = 'https://carnet.example';
const qr = qrText(origin, f, code);
const [start = '', payload = ''] = qr.split('#1.');

const parsing = (about: string, text: string, expect = 'NotAPairingCode'): Case => ({
  about: `QR: ${about}`,
  function: 'parseQr',
  input: { text },
  expect,
});

const sealed = sealBundle(bytes('slot 0 nonce', 24), code, bundle);
const slot0 = { code: hexOf(code), fingerprint: hexOf(f), sealed: hexOf(sealed) };
const opening = (about: string, more: JsonObject, expect = 'NotAuthentic'): Case => ({
  about: `slot 0: ${about}`,
  function: 'openBundle',
  input: { ...slot0, ...more },
  expect,
});
const noBundle = bytes('no bundle', 50);

const words = { fingerprint: hexOf(f), mailbox: hexOf(mailbox(code)), answer: hex('answer', 100) };

export const pairingCases: CaseFile = {
  sentences: ['P80', 'P81', 'P82', 'P83', 'P87'],
  cases: [
    {
      about: 'QR: shown',
      function: 'qrText',
      input: { origin, fingerprint: hexOf(f), code: hexOf(code) },
    },
    parsing('a practitioner', qr, 'ok'),
    parsing('a holder', `${origin}/h#1.${payload}`, 'ok'),
    parsing('a device', `${origin}/e#1.${payload}`, 'ok'),
    parsing('this machine', `http://localhost:4173/p#1.${payload}`, 'ok'),
    parsing('this machine by its address', `http://[::1]:4173/p#1.${payload}`, 'ok'),
    parsing('a port', `https://carnet.example:8443/p#1.${payload}`, 'ok'),
    parsing('nothing', ''),
    parsing('without TLS', `http://carnet.example/p#1.${payload}`),
    parsing('another page', `${origin}/v#1.${payload}`),
    parsing('another version', `${start}#2.${payload}`),
    parsing('a character less', qr.slice(0, -1)),
    parsing('a character more', `${qr}A`),
    parsing('a space before', ` ${qr}`),
    parsing('a line break after', `${qr}\n`),
    parsing('a path before', `${origin}/x/p#1.${payload}`),
    parsing('a query', `${origin}/p?a#1.${payload}`),
    parsing('a user', `https://x@carnet.example/p#1.${payload}`),
    parsing('a default port', `https://carnet.example:443/p#1.${payload}`),
    parsing('capitals', `https://Carnet.example/p#1.${payload}`),
    parsing('no host', `https:///p#1.${payload}`),
    parsing('base64 that is not of URLs', `${start}#1.${payload.slice(0, 63)}+`),
    parsing('151 bytes', `https://${'a'.repeat(50)}.${'b'.repeat(23)}/p#1.${payload}`),
    parsing('150 bytes', `https://${'a'.repeat(50)}.${'b'.repeat(22)}/p#1.${payload}`, 'ok'),
    { about: 'mailbox', function: 'mailbox', input: { code: hexOf(code) } },
    {
      about: 'slot 0: sealed',
      function: 'sealBundle',
      input: { nonce: hex('slot 0 nonce', 24), code: hexOf(code), bundle: hexOf(bundle) },
    },
    opening('opened', {}, 'ok'),
    opening('another code', { code: hex('other code', 16) }),
    opening('another fingerprint', { fingerprint: hex('other f', 32) }),
    opening('altered', { sealed: flipped(sealed, -1) }),
    opening('cut short', { sealed: hexOf(sealed.subarray(0, 71)) }),
    opening(
      'what is no bundle',
      {
        fingerprint: hexOf(fingerprint(noBundle)),
        sealed: hexOf(sealBundle(bytes('slot 0 nonce', 24), code, noBundle)),
      },
      'NotDecodable',
    ),
    { about: 'words', function: 'sasWords', input: words },
    {
      about: 'words of another answer',
      function: 'sasWords',
      input: { ...words, answer: hex('other', 100) },
    },
  ],
};

const { genesis, guest, creation } = channelGenesis;
const logId = hexOf(genesis.subarray(6, 38));
const grant = {
  logId,
  logKey: creation.logKey,
  memberKeys: guest.signingSeed + guest.kemSeed,
  title: 'Médecin traitant',
  notAfter: guest.notAfter,
  relayOrigin: origin,
  relay: {
    publicKey: hex('relay key', 32),
    head: { inc: hex('inc', 8), relaySeq: 1, chain: hex('chain', 32), signature: hex('sig', 64) },
  },
};
const random = bytes('grant random', 64);
const ownerSeed = bytesOf(creation.ownerSeed);
const sealedGrant = (more: JsonObject = {}, seed = ownerSeed): Octets =>
  sealGrant(random, code, bundle, { ...grant, ...more }, seed);
const answer = sealedGrant();
const bearer = { code: hexOf(code), fingerprint: hexOf(f), kemSeed: hexOf(bundleKemSeed) };

const sealing = (about: string, more: JsonObject): Case => ({
  about,
  function: 'sealGrant',
  input: {
    random: hexOf(random),
    code: hexOf(code),
    bundle: hexOf(bundle),
    grant: { ...grant, ...more },
    ownerSeed: hexOf(ownerSeed),
  },
});
const openingGrant = (about: string, more: JsonObject, expect = 'NotAuthentic'): Case => ({
  about: `opened: ${about}`,
  function: 'openGrant',
  input: { ...bearer, answer: hexOf(answer), ...more },
  expect,
});
const checking = (
  about: string,
  of: Octets,
  expect = 'NotAuthentic',
  more: JsonObject = {},
): Case => ({
  about: `checked: ${about}`,
  function: 'checkGrant',
  input: { ...bearer, answer: hexOf(of), genesis: hexOf(genesis), ...more },
  expect,
});
const otherMember = hex('other signing', 32) + guest.kemSeed;
const otherKem = guest.signingSeed + hex('other kem', 32);

export const grantCases: CaseFile = {
  sentences: ['P84', 'P85', 'P86', 'P88'],
  cases: [
    sealing('sealed', {}),
    sealing('before any relay, without end', { relay: null, notAfter: null }),
    openingGrant('by the bearer', {}, 'ok'),
    openingGrant('with another seed', { kemSeed: hex('other', 32) }),
    openingGrant('with another code', { code: hex('other code', 16) }),
    openingGrant('for another bundle', { fingerprint: hex('other f', 32) }),
    openingGrant('altered', { answer: flipped(answer, -1) }),
    openingGrant('encapsulation altered', { answer: flipped(answer, 5) }),
    openingGrant('cut short', { answer: hexOf(answer.subarray(0, 1135)) }),
    openingGrant(
      'a title of 257 bytes',
      { answer: hexOf(sealedGrant({ title: 'x'.repeat(257) })) },
      'NotDecodable',
    ),
    checking('right', answer, 'ok'),
    checking('signed by another', sealedGrant({}, bytes('not the owner', 32))),
    checking('another log', sealedGrant({ logId: hex('other log', 32) })),
    checking('another key', sealedGrant({ logKey: hex('other key', 32) })),
    checking('another member', sealedGrant({ memberKeys: otherMember })),
    checking('another KEM seed', sealedGrant({ memberKeys: otherKem })),
    checking('another end', sealedGrant({ notAfter: null })),
    checking('a genesis altered', answer, 'NotAuthentic', { genesis: flipped(genesis, -1) }),
    checking(
      "its admin's keys",
      sealedGrant({
        memberKeys: hex('member signing', 32) + hex('member kem', 32),
        notAfter: null,
      }),
    ),
  ],
};
