import { hexOf, bytesOf, type Octets } from '../../crypto/report.ts';
import { join } from '../../second/crypto/bytes.ts';
import { publicKeyOf, SIGN } from '../../second/crypto/sign.ts';
import { attest, createBundle, fingerprint, signStatement } from '../../second/protocol/pairing.ts';
import type { Json, JsonObject } from '../../second/protocol/format.ts';
import { bytes, flipped, hex, patched, type Case, type CaseFile } from './case.ts';

const signingSeed = bytes('bundle signing', 32);
const kemSeed = bytes('bundle kem', 32);
const professional = {
  name: 'Dr Zoé Martin',
  profession: 'Médecin',
  specialty: 'Médecine générale',
  place: 'Lyon',
  rpps: '10001234567',
};
const content = {
  rootPublicKey: hexOf(publicKeyOf(bytes('bundle root', 32))),
  version: 1,
  displayName: JSON.stringify(professional),
  attestations: [],
};
export const bundle = createBundle(signingSeed, kemSeed, content);
export const bundleKemSeed = kemSeed;

const attesterSeed = bytes('attester', 32);
const attester = hexOf(publicKeyOf(attesterSeed));
const END = 1_893_456_000_000;
const attestation = {
  attesterPublicKey: attester,
  name: 'CHU de Lyon',
  notAfter: END,
  signature: hexOf(attest(bundle, attesterSeed, 'CHU de Lyon', END)),
};
const attested = (more: JsonObject = {}, changed: JsonObject = {}): Octets =>
  createBundle(signingSeed, kemSeed, {
    ...content,
    ...more,
    attestations: [{ ...attestation, ...changed }],
  });

/** Signed again after a change, as a hostile maker of bundles would. */
function resigned(change: (unsigned: Octets) => void): string {
  const unsigned = bundle.slice(0, -64);
  change(unsigned);
  return hexOf(join(unsigned, SIGN(signingSeed, 'bundle', unsigned)));
}

const making = (about: string, more: JsonObject): Case => ({
  about,
  function: 'createBundle',
  input: {
    signingSeed: hexOf(signingSeed),
    kemSeed: hexOf(kemSeed),
    content: { ...content, ...more },
  },
});
const reading = (about: string, of: Json, expect = 'NotDecodable'): Case => ({
  about,
  function: 'decodeBundle',
  input: { bytes: of },
  expect,
});
const valid = (about: string, of: Octets, more: JsonObject = {}): Case => ({
  about: `attestation: ${about}`,
  function: 'validAttestations',
  input: { bytes: hexOf(of), attesters: [attester], now: END, ...more },
});

export const bundleCases: CaseFile = {
  sentences: ['P70', 'P71', 'P72', 'P73'],
  cases: [
    making('a practitioner', {}),
    making('a device, without root', { rootPublicKey: null, displayName: '{"name":"Téléphone"}' }),
    making('attested', { attestations: [attestation] }),
    reading('read', hexOf(bundle), 'ok'),
    reading('read, attested', hexOf(attested()), 'ok'),
    reading('nothing', ''),
    reading('signature altered', flipped(bundle, -1)),
    reading('display name altered', flipped(bundle, 1290)),
    reading('a trailing byte', `${hexOf(bundle)}00`),
    reading('cut short', hexOf(bundle.subarray(0, -1))),
    reading(
      'version 0',
      resigned((unsigned) => unsigned.fill(0, 1280, 1284)),
    ),
    reading(
      'an ML-KEM key out of range',
      resigned((unsigned) => unsigned.fill(255, 32, 64)),
    ),
    reading(
      'an X25519 key of low order',
      resigned((unsigned) => unsigned.fill(0, 1216, 1248)),
    ),
    reading(
      'a display name of 1025 bytes',
      resigned((unsigned) => unsigned.set([0, 0, 4, 1], 1284)),
    ),
    reading(
      '9 attestations',
      resigned((unsigned) => unsigned.set([9], unsigned.length - 1)),
    ),
    reading('8193 bytes', { start: '', zeros: 8193 }),
    { about: 'F', function: 'fingerprint', input: { bytes: hexOf(bundle) } },
    {
      about: 'attestation: made',
      function: 'attest',
      input: {
        bytes: hexOf(bundle),
        seed: hexOf(attesterSeed),
        name: 'CHU de Lyon',
        notAfter: END,
      },
    },
    valid('at its last instant', attested()),
    valid('past its end', attested(), { now: END + 1 }),
    valid('by somebody who is not listed', attested(), { attesters: [hex('nobody', 32)] }),
    valid('for another display name', attested({ displayName: '{}' })),
    valid('for another version', attested({ version: 2 })),
    valid('for another root', attested({ rootPublicKey: null })),
    valid('under another name', attested({}, { name: 'CHU de Lille' })),
    valid('with another end', attested({}, { notAfter: END + 1 }), { now: 0 }),
    valid(
      'signature altered',
      attested({}, { signature: flipped(bytesOf(attestation.signature), 0) }),
    ),
  ],
};

const claimed = (about: string, text: string, expect = 'NotDecodable'): Case => ({
  about,
  function: 'decodeProfessional',
  input: { text },
  expect,
});
const named = (more: JsonObject): string => JSON.stringify({ ...professional, ...more });

export const professionalCases: CaseFile = {
  sentences: ['P74'],
  cases: [
    claimed('a practitioner', JSON.stringify(professional), 'ok'),
    claimed('with more than this version knows', named({ languages: ['fr'] }), 'ok'),
    claimed('without number', named({ rpps: '' }), 'ok'),
    claimed('200 units', named({ place: 'é'.repeat(200) }), 'ok'),
    claimed('201 units', named({ place: 'é'.repeat(201) })),
    claimed('no JSON', '{'),
    claimed('a list', '[]'),
    claimed('null', 'null'),
    claimed('a field missing', '{"name":"x","profession":"","specialty":"","place":""}'),
    claimed('a field that is no text', named({ place: 1 })),
    claimed(
      'fields of a prototype',
      '{"__proto__":{"name":"x","profession":"","specialty":"","place":"","rpps":""}}',
    ),
    claimed('a blank name', named({ name: '  ' })),
    claimed('a line break', named({ name: 'Dr\nZoé' })),
    claimed('a direction override', named({ name: 'Dr \u202eéoZ' })),
    claimed('a line separator', named({ place: 'a\u2028b' })),
    claimed('10 digits', named({ rpps: '1000123456' })),
    claimed('digits that are not ASCII', named({ rpps: '１２３４５６７８９０１' })),
  ],
};

const statement = {
  logId: hex('statement log', 32),
  kind: 'reading-receipt',
  createdAt: 1_767_225_600_000,
  fingerprint: hexOf(fingerprint(bundle)),
  body: '{"read":["é"]}',
};
const signed = signStatement(statement, signingSeed);
const readStatement = (about: string, of: Json, expect = 'NotDecodable'): Case => ({
  about,
  function: 'decodeStatement',
  input: { bytes: of },
  expect,
});
const verifying = (about: string, more: JsonObject, expect = 'BadSignature'): Case => ({
  about: `verified: ${about}`,
  function: 'verifyStatement',
  input: { bytes: hexOf(signed), logId: statement.logId, bundle: hexOf(bundle), ...more },
  expect,
});
const KIND = 4 + 32;
const elsewhere = signStatement({ ...statement, logId: hex('other log', 32) }, signingSeed);
const otherwise = signStatement({ ...statement, fingerprint: hex('other', 32) }, signingSeed);

export const statementCases: CaseFile = {
  sentences: ['P90', 'P91'],
  cases: [
    {
      about: 'signed',
      function: 'signStatement',
      input: { content: statement, seed: hexOf(signingSeed) },
    },
    readStatement('read', hexOf(signed), 'ok'),
    readStatement(
      'a kind that nobody knows',
      hexOf(signStatement({ ...statement, kind: 'x' }, signingSeed)),
      'ok',
    ),
    readStatement('a kind in capitals', patched(signed, KIND + 4, 0x52)),
    readStatement('an empty kind', hexOf(signStatement({ ...statement, kind: '' }, signingSeed))),
    readStatement(
      'a kind of 65 bytes',
      hexOf(signStatement({ ...statement, kind: 'a'.repeat(65) }, signingSeed)),
    ),
    readStatement('a later version', patched(signed, 3, 2), 'Newer'),
    readStatement('a later version and nothing else', '00000002', 'Newer'),
    readStatement('version 0', patched(signed, 3, 0)),
    readStatement('a trailing byte', `${hexOf(signed)}00`),
    readStatement('cut short', hexOf(signed.subarray(0, -1))),
    readStatement('262145 bytes', { start: '00000001', zeros: 262141 }),
    verifying('right', {}, 'ok'),
    verifying('body altered', { bytes: patched(signed, -70, 0x20) }),
    verifying('signature altered', { bytes: flipped(signed, -1) }),
    verifying('in another channel', { logId: hex('other log', 32) }),
    verifying('said in another channel', { bytes: hexOf(elsewhere) }),
    verifying('by another bundle', { bundle: hexOf(attested()) }),
    verifying('for another bundle', { bytes: hexOf(otherwise) }),
  ],
};
